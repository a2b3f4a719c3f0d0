'use client';

import { CloudAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from './button';
import { MessageState } from './message-state';

export type PageCrashProps = { error: Error & { digest?: string }; reset: () => void };

/**
 * Stands in place of a page that failed: the way on, and the id by which the log has the error. Next logs what failed on the
 * server; what failed here is sent there.
 */
export function PageCrash({ error, reset }: PageCrashProps) {
  const [id] = useState(() => error.digest ?? crypto.randomUUID().slice(0, 8));
  useEffect(() => {
    if (!error.digest) report(id, error);
  }, [id, error]);
  return (
    <div role="alert">
      <MessageState
        icon={CloudAlert}
        title="Something went wrong"
        level={1}
        action={
          <div className="flex flex-wrap justify-center gap-2">
            <Button variant="primary" onClick={reset}>
              Try again
            </Button>
            <Button asChild>
              {/* A page that failed is loaded anew. */}
              <a href="/meetings">Back to meetings</a>
            </Button>
          </div>
        }
      >
        Bots are not affected. Whoever runs Usher finds the error in its log.
        <span className="mt-1 block">
          Error ID: <code className="font-mono text-xs">{id}</code>
        </span>
      </MessageState>
    </div>
  );
}

function report(id: string, { message, stack }: Error): void {
  const body = JSON.stringify({
    id,
    path: window.location.pathname,
    message: message.slice(0, 500),
    stack: stack?.slice(0, 3_000),
  });
  // Whoever sees this page has other worries than a report that got lost.
  fetch('/api/page-errors', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body,
    keepalive: true,
  }).catch(() => {});
}
