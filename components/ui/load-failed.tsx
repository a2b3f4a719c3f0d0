import { CloudAlert } from 'lucide-react';
import { Button } from './button';
import { MessageState } from './message-state';

type LoadFailedProps = { what: string; message: string; onRetry: () => void };

/** What stands where something would be that the app could not be asked for. */
export function LoadFailed({ what, message, onRetry }: LoadFailedProps) {
  return (
    <div role="alert">
      <MessageState
        icon={CloudAlert}
        title={`The ${what} could not be loaded`}
        action={<Button onClick={onRetry}>Try again</Button>}
      >
        {message}
      </MessageState>
    </div>
  );
}
