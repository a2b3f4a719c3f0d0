import { relativeDay, shortDate, timeOfDay } from '@/components/time/format';
import { Boundary, BrokenNote } from '@/components/ui/boundary';
import type { ActivityRow } from '@/lib/contract/activity';
import { actorInWords, delayInWords } from './words';

/** The history of a meeting or a bot, in the given order. */
export function Timeline({ entries, now }: { entries: ActivityRow[]; now: number }) {
  return (
    <ol className="mt-1 mb-2 ml-2 space-y-2.5 border-line border-l-2 pl-4">
      {entries.length === 0 ? <li className="text-ink-soft">Nothing yet.</li> : null}
      {entries.map((entry) => (
        <Boundary
          key={entry.id}
          of={entry}
          fallback={
            <li className="text-[0.8125rem] text-ink-soft">
              <BrokenNote title={entry.summary} />
            </li>
          }
        >
          <TimelineEntry entry={entry} now={now} />
        </Boundary>
      ))}
    </ol>
  );
}

function TimelineEntry({ entry, now }: { entry: ActivityRow; now: number }) {
  return (
    <li className="relative text-[0.8125rem] leading-5">
      <span
        aria-hidden="true"
        className="absolute top-1.5 -left-[1.3125rem] size-2 rounded-full border-2 border-surface bg-line-strong"
      />
      <span className="wrap-anywhere block text-pretty">{entry.summary}</span>
      <span className="times block text-ink-faint text-xs leading-4">
        {[
          `${relativeDay(entry.at, now) ?? shortDate(entry.at)} ${timeOfDay(entry.at)}`,
          actorInWords(entry),
          delayInWords(entry),
        ]
          .filter((words) => words !== null)
          .join(' · ')}
      </span>
    </li>
  );
}
