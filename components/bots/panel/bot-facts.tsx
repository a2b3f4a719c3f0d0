import { longDate, timeOfDay } from '@/components/time/format';
import type { ScheduledBotRow } from '@/lib/contract/schedule';

/** The settings of a bot that can no longer be changed. */
export function BotFacts({ bot }: { bot: ScheduledBotRow }) {
  const facts: [name: string, value: string][] = [
    ['Name', bot.bot_username],
    ['Join time', `${longDate(bot.scheduled_join_time)}, ${timeOfDay(bot.scheduled_join_time)}`],
    ['Link', bot.meeting_link.replace(/^https?:\/\//, '')],
    ...Object.entries(bot.custom_attributes),
  ];
  return (
    <div className="px-4 py-4 sm:px-6">
      <dl className="times grid grid-cols-[auto_minmax(0,1fr)] gap-x-5 gap-y-1.5 text-[0.8125rem]">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="max-w-40 truncate text-ink-faint">{name}</dt>
            <dd dir="auto" className="wrap-anywhere">
              {value}
            </dd>
          </div>
        ))}
      </dl>
      {Object.keys(bot.bot_config).length > 0 ? (
        <>
          <h2 className="mt-5 mb-2 font-semibold leading-5 tracking-tight">Configuration</h2>
          <pre className="wrap-anywhere whitespace-pre-wrap rounded-xl border border-line bg-sunken/50 p-4 font-mono text-[0.8125rem] leading-5">
            {JSON.stringify(bot.bot_config, null, 2)}
          </pre>
        </>
      ) : null}
    </div>
  );
}
