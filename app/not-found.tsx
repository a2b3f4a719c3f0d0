import { DoorClosed } from 'lucide-react';
import Link from 'next/link';
import { connection } from 'next/server';
import { Dashboard } from '@/components/shell/dashboard';
import { Button } from '@/components/ui/button';
import { MessageState } from '@/components/ui/message-state';
import { signedIn } from '@/lib/http/auth';

/** Says that an address leads nowhere; with the navigation for those who are signed in. */
export default async function NotFound() {
  // Only a request shows who is signed in.
  await connection();
  const user = await signedIn();
  return user ? (
    <Dashboard user={user}>
      <Nothing href="/meetings" way="Back to meetings" />
    </Dashboard>
  ) : (
    <main className="grid min-h-dvh place-items-center">
      <Nothing href="/sign-in" way="Go to sign-in" />
    </main>
  );
}

function Nothing({ href, way }: { href: string; way: string }) {
  return (
    <MessageState
      icon={DoorClosed}
      title="Page not found"
      level={1}
      action={
        <Button asChild>
          <Link href={href}>{way}</Link>
        </Button>
      }
    >
      There is no page at this address.
    </MessageState>
  );
}
