'use client';

import { CloudAlert } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { MessageState } from '@/components/ui/message-state';

type ErrorPageProps = { error: Error & { digest?: string }; reset: () => void };

export default function ErrorPage({ error, reset }: ErrorPageProps) {
  return (
    <main className="grid min-h-dvh place-items-center">
      <MessageState
        icon={CloudAlert}
        title="Something went wrong"
        action={<Button onClick={reset}>Try again</Button>}
      >
        Bots are not affected. {error.digest ? `Error ID: ${error.digest}` : null}
      </MessageState>
    </main>
  );
}
