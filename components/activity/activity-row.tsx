import { Bot, CalendarDays, type LucideIcon, Settings2, User, Webhook } from 'lucide-react';
import { timeOfDay } from '@/components/time/format';
import type { ActivityRow as Entry } from '@/lib/contract/activity';

const ACTORS: Record<Entry['actor'], { label: string; icon: LucideIcon }> = {
  person: { label: 'You', icon: User },
  api: { label: 'API', icon: Webhook },
  google: { label: 'Google Calendar', icon: CalendarDays },
  provider: { label: 'Bot provider', icon: Bot },
  usher: { label: 'Usher', icon: Settings2 },
};

/** One thing that happened: when, what, who, why, and what it changed. */
export function ActivityRow({ entry }: { entry: Entry }) {
  const { label, icon: Icon } = ACTORS[entry.actor];
  const changes = changesOf(entry);
  return (
    <li className="grid grid-cols-[3rem_minmax(0,1fr)] gap-x-3 border-line border-b px-4 py-2.5 last:border-b-0 sm:grid-cols-[3.5rem_minmax(0,1fr)]">
      <time dateTime={entry.at} className="times text-ink-soft leading-5">
        {timeOfDay(entry.at)}
      </time>
      <div className="min-w-0">
        <p dir="auto" className="wrap-anywhere leading-5">
          {entry.summary}
        </p>
        <p className="flex flex-wrap items-center gap-x-1.5 text-ink-faint text-xs leading-5">
          <Icon className="size-3.5" aria-hidden="true" />
          {label}
          {entry.cause ? <span>· {entry.cause.replaceAll('_', ' ')}</span> : null}
        </p>
        {changes.length > 0 ? (
          <details className="text-xs">
            <summary className="w-fit cursor-pointer text-ink-soft leading-5 hover:text-ink">
              What changed
            </summary>
            <dl className="mt-1 space-y-0.5 text-ink-soft">
              {changes.map(({ name, before, after }) => (
                <div key={name} className="wrap-anywhere">
                  <dt className="inline text-ink-faint">{name}: </dt>
                  <dd className="inline">
                    {before} → {after}
                  </dd>
                </div>
              ))}
            </dl>
          </details>
        ) : null}
      </div>
    </li>
  );
}

function changesOf({ before, after }: Entry): { name: string; before: string; after: string }[] {
  const [was, is] = [before, after].map((value) => (value ?? {}) as Record<string, unknown>);
  return [...new Set([...Object.keys(was ?? {}), ...Object.keys(is ?? {})])]
    .map((name) => ({ name, before: inWords(was?.[name]), after: inWords(is?.[name]) }))
    .filter((change) => change.before !== change.after);
}

function inWords(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'none';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
