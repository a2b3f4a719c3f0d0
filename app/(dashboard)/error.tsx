'use client';

import { CloudAlert } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { MessageState } from '@/components/ui/message-state';

type ScreenErrorProps = { error: Error & { digest?: string }; reset: () => void };

/** Stands in place of a screen that fails as a whole; the navigation stays. */
export default function ScreenError({ error, reset }: ScreenErrorProps) {
  return (
    <MessageState
      icon={CloudAlert}
      title="Something went wrong"
      action={<Button onClick={reset}>Try again</Button>}
    >
      Bots are not affected. {error.digest ? `Error ID: ${error.digest}` : null}
    </MessageState>
  );
}
