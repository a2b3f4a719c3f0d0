import { Button } from './button';

/** The button below a list that has more entries. */
export function ShowMore({ isLoading, onShow }: { isLoading: boolean; onShow: () => void }) {
  return (
    <div className="mt-5 text-center print:hidden">
      <Button size="sm" disabled={isLoading} onClick={onShow}>
        Show more
      </Button>
    </div>
  );
}
