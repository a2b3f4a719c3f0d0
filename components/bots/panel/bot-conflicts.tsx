import { shortDate, timeOfDay } from '@/components/time/format';
import { Button } from '@/components/ui/button';
import type { Conflict } from './bot-edits';

const NAMES: Record<string, string> = {
  bot_name: 'Name',
  bot_message: 'Chat message',
  bot_image_url: 'Avatar URL',
  audio_required: 'Audio',
  video_required: 'Video',
  transcription: 'Transcription',
  automatic_leave: 'Leave automatically',
  callback_url: 'Callback URL',
  custom_attributes: 'Custom attributes',
};

type BotConflictsProps = {
  conflicts: Conflict[];
  onSettle: (conflict: Conflict, keep: 'mine' | 'theirs') => void;
};

/** Fields that were changed both here and elsewhere: the person chooses one of the two values. */
export function BotConflicts({ conflicts, onSettle }: BotConflictsProps) {
  return (
    <section role="alert" className="mb-5 rounded-xl bg-warn-soft px-4 py-3 text-[0.8125rem]">
      <p className="font-medium text-warn">Changed elsewhere while you were editing</p>
      <ul className="mt-1.5 space-y-2">
        {conflicts.map((conflict) => {
          const name = conflict.name === null ? 'Join time' : (NAMES[conflict.name] ?? conflict.name);
          return (
            <li key={conflict.name ?? ''} className="flex flex-wrap items-center gap-2">
              <span className="wrap-anywhere min-w-0 flex-1 basis-52 text-ink">
                {name} is now <b className="font-medium">{inWords(conflict)}</b>.
              </span>
              <span className="flex gap-2">
                <Button
                  size="sm"
                  aria-label={`Keep mine: ${name}`}
                  onClick={() => onSettle(conflict, 'mine')}
                >
                  Keep mine
                </Button>
                <Button
                  size="sm"
                  aria-label={`Use the new one: ${name}`}
                  onClick={() => onSettle(conflict, 'theirs')}
                >
                  Use the new one
                </Button>
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function inWords({ name, theirs }: Conflict): string {
  if (name === null) return `${shortDate(String(theirs))}, ${timeOfDay(String(theirs))}`;
  if (theirs === undefined || theirs === '') return 'empty';
  if (typeof theirs === 'boolean') return theirs ? 'on' : 'off';
  return typeof theirs === 'string' ? `“${theirs}”` : JSON.stringify(theirs);
}
