'use client';

import { MoreHorizontal, RefreshCw, Search, TriangleAlert, Unplug, Wrench } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { Boundary, BrokenRow } from '@/components/ui/boundary';
import { Button } from '@/components/ui/button';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu';
import type { CalendarHealth, ConnectionHealth } from '@/lib/contract/health';
import { CalendarRow } from './calendar-row';
import { connectAccount } from './connect-account';
import { useResync } from './requests/resync';

/** With more calendars than this they can be searched, and only the first ones are shown. */
const MANY = 12;

type AccountCardProps = {
  account: ConnectionHealth;
  now: number;
  onSwitch: (calendar: CalendarHealth, on: boolean) => void;
  onDisconnect: (account: ConnectionHealth) => void;
};

/** One Google account: what is wrong with it, and its calendars. */
export function AccountCard({ account, now, onSwitch, onDisconnect }: AccountCardProps) {
  const resync = useResync();
  const headingId = `account-${account.id}`;
  const synced = account.calendars.filter((calendar) => calendar.sync_enabled).length;
  return (
    <section
      aria-labelledby={headingId}
      data-account={account.email}
      className="mb-6 overflow-clip rounded-xl border border-line bg-surface shadow-card"
    >
      <header className="flex items-center gap-3 border-line border-b px-4 py-3">
        <span
          aria-hidden="true"
          className="grid size-9 shrink-0 place-items-center rounded-full bg-accent-soft font-semibold text-accent-text uppercase"
        >
          {[...(account.name ?? account.email)][0]}
        </span>
        <div className="min-w-0 flex-1">
          <h2
            id={headingId}
            className="truncate font-semibold leading-5 tracking-tight"
            title={account.email}
          >
            {account.email}
          </h2>
          <p className="truncate text-ink-soft text-xs leading-4">
            {account.name ? <span dir="auto">{account.name} · </span> : null}
            <span className="times">
              {synced} of {account.calendars.length} synced
            </span>
          </p>
        </div>
        <Button
          size="sm"
          variant="ghost"
          className="max-sm:hidden"
          disabled={resync.isPending || account.status === 'revoked'}
          aria-busy={resync.isPending}
          onClick={() => resync.mutate({ account_id: account.id })}
        >
          <Wrench aria-hidden="true" className={resync.isPending ? 'animate-pulse' : undefined} />
          {resync.isPending ? 'Resyncing…' : 'Resync'}
        </Button>
        <DropdownMenu>
          <DropdownMenuTrigger asChild>
            <Button variant="ghost" size="icon" aria-label={`More for ${account.email}`}>
              <MoreHorizontal aria-hidden="true" />
            </Button>
          </DropdownMenuTrigger>
          <DropdownMenuContent align="end">
            <DropdownMenuItem
              className="sm:hidden"
              disabled={resync.isPending || account.status === 'revoked'}
              onSelect={() => resync.mutate({ account_id: account.id })}
            >
              <Wrench aria-hidden="true" />
              Resync
            </DropdownMenuItem>
            <DropdownMenuItem onSelect={() => connectAccount(account.email)}>
              <RefreshCw aria-hidden="true" />
              Reconnect
            </DropdownMenuItem>
            <DropdownMenuSeparator />
            <DropdownMenuItem
              className="text-danger [&>svg]:text-danger"
              onSelect={() => onDisconnect(account)}
            >
              <Unplug aria-hidden="true" />
              Disconnect…
            </DropdownMenuItem>
          </DropdownMenuContent>
        </DropdownMenu>
      </header>
      {account.problems.map((problem) => (
        <div
          key={problem.code}
          role="alert"
          className="flex flex-wrap items-center gap-x-4 gap-y-2.5 border-danger/20 border-b bg-danger-soft px-4 py-3"
        >
          <TriangleAlert className="size-5 shrink-0 text-danger" aria-hidden="true" />
          <p className="min-w-0 flex-1 basis-60 text-pretty text-[0.8125rem] text-ink">{problem.message}</p>
          <Button size="sm" onClick={() => connectAccount(account.email)}>
            Reconnect
          </Button>
        </div>
      ))}
      <Calendars calendars={account.calendars} now={now} onSwitch={onSwitch} />
    </section>
  );
}

const NAMES = new Intl.Collator('en', { numeric: true });

type CalendarsProps = Pick<AccountCardProps, 'now' | 'onSwitch'> & { calendars: CalendarHealth[] };

function Calendars({ calendars, now, onSwitch }: CalendarsProps) {
  const [text, setText] = useState('');
  const [showAll, setShowAll] = useState(false);
  // Calendars with sync on come first. The order stays while a person switches calendars.
  const [first] = useState(
    () => new Set(calendars.filter((row) => row.sync_enabled).map((row) => row.usher_id)),
  );
  const searched = useDeferredValue(text.trim().toLocaleLowerCase());
  const isMany = calendars.length > MANY;
  const sorted = calendars.toSorted(
    (a, b) =>
      Number(b.isPrimary) - Number(a.isPrimary) ||
      Number(first.has(b.usher_id)) - Number(first.has(a.usher_id)) ||
      NAMES.compare(a.summary, b.summary),
  );
  const found = searched
    ? sorted.filter((row) => row.summary.toLocaleLowerCase().includes(searched))
    : showAll || !isMany
      ? sorted
      : sorted.slice(0, Math.max(MANY, first.size));
  const hidden = searched ? 0 : sorted.length - found.length;
  return (
    <>
      {isMany ? (
        <search className="relative block border-line border-b px-4 py-2.5">
          <Search
            className="pointer-events-none absolute top-4.5 left-6.5 size-4 text-ink-faint"
            aria-hidden="true"
          />
          <input
            type="search"
            value={text}
            onChange={(event) => setText(event.target.value)}
            aria-label="Search these calendars"
            placeholder={`Search ${calendars.length} calendars`}
            className="h-8 w-full rounded-lg border border-line-strong/70 bg-paper pr-3 pl-8 text-[0.8125rem] placeholder:text-ink-faint hover:border-line-strong max-sm:text-base"
          />
        </search>
      ) : null}
      <ul>
        {found.map((calendar) => (
          <Boundary key={calendar.usher_id} of={calendar} fallback={<BrokenRow title={calendar.summary} />}>
            <CalendarRow calendar={calendar} now={now} onSwitch={onSwitch} />
          </Boundary>
        ))}
      </ul>
      {found.length === 0 ? (
        <p className="px-4 py-6 text-center text-ink-soft">
          {searched ? 'No matching calendars.' : 'Google lists no calendar for this account.'}
        </p>
      ) : null}
      {hidden > 0 ? (
        <div className="border-line border-t px-4 py-2.5 text-center">
          <Button size="sm" variant="ghost" onClick={() => setShowAll(true)}>
            Show {hidden} more
          </Button>
        </div>
      ) : null}
    </>
  );
}
