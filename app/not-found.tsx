import { DoorClosed } from 'lucide-react';
import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { MessageState } from '@/components/ui/message-state';

export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center">
      <MessageState
        icon={DoorClosed}
        title="Page not found"
        action={
          <Button asChild>
            <Link href="/meetings">Back to meetings</Link>
          </Button>
        }
      >
        There is no page at this address.
      </MessageState>
    </main>
  );
}
