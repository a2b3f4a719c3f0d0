import { Button } from './button';

/** Below a list that goes on. */
export function ShowMore({ isLoading, onShow }: { isLoading: boolean; onShow: () => void }) {
  return (
    <div className="mt-5 text-center">
      <Button size="sm" disabled={isLoading} onClick={onShow}>
        Show more
      </Button>
    </div>
  );
}
