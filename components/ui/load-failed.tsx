import { CloudAlert } from 'lucide-react';
import { Button } from './button';
import { MessageState } from './message-state';

type LoadFailedProps = { what: string; message: string; onRetry: () => void };

/** Stands in place of what could not be loaded. */
export function LoadFailed({ what, message, onRetry }: LoadFailedProps) {
  return (
    <div role="alert">
      <MessageState
        icon={CloudAlert}
        title={`Couldn’t load the ${what}`}
        action={<Button onClick={onRetry}>Try again</Button>}
      >
        {message}
      </MessageState>
    </div>
  );
}
