'use client';

import { CircleCheck, CircleDashed, CircleX, type LucideIcon, TriangleAlert } from 'lucide-react';
import { counted } from '@/components/counted';
import { useNow } from '@/components/time/clock';
import { useDisplay } from '@/components/time/display-provider';
import { ago } from '@/components/time/format';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { LoadFailed } from '@/components/ui/load-failed';
import { Skeleton } from '@/components/ui/skeleton';
import type { SetupCheck } from '@/lib/contract/setup';
import { useSetup } from './requests/setup';

type State = SetupCheck['state'];

const LOOKS: Record<State, { icon: LucideIcon; word: string; color: string }> = {
  failed: { icon: CircleX, word: 'Failed', color: 'text-danger' },
  warning: { icon: TriangleAlert, word: 'Warning', color: 'text-warn' },
  not_checked: { icon: CircleDashed, word: 'Not checked', color: 'text-ink-faint' },
  ok: { icon: CircleCheck, word: 'OK', color: 'text-accent-text' },
};

/** The checks of how this installation is set up: what needs someone first, then the others. */
export function SetupChecks() {
  useDisplay();
  const setup = useSetup();
  const now = useNow('minute');
  const checks = setup.data?.checks ?? [];
  const order = Object.keys(LOOKS);
  const sorted = [...checks].sort((one, other) => order.indexOf(one.state) - order.indexOf(other.state));
  return (
    <section aria-labelledby="setup-title" className="mt-8">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div>
          <h2 id="setup-title" className="font-semibold text-[1.0625rem] tracking-[-0.015em]">
            Setup
          </h2>
          <p aria-live="polite" className="text-ink-soft text-xs leading-5">
            {setup.data ? summaryOf(checks) : 'What this installation needs to work.'}
          </p>
        </div>
        <Button size="sm" disabled={setup.isFetching} onClick={() => setup.refetch()}>
          {setup.isFetching ? 'Checking…' : 'Check again'}
        </Button>
      </div>
      {setup.error && checks.length === 0 ? (
        <LoadFailed what="the setup" message={setup.error.message} onRetry={() => setup.refetch()} />
      ) : checks.length === 0 || now === null ? (
        <div role="status" aria-label="Checking the setup" className="space-y-px">
          {['a', 'b', 'c', 'd'].map((key) => (
            <Skeleton key={key} className="h-14" />
          ))}
        </div>
      ) : (
        <ul aria-label="Setup checks" className="rounded-xl border border-line bg-surface shadow-card">
          {sorted.map((check) => (
            <CheckRow key={check.name} check={check} now={now} />
          ))}
        </ul>
      )}
    </section>
  );
}

function CheckRow({ check, now }: { check: SetupCheck; now: number }) {
  const { title, state, seen, seen_at, last, action } = check;
  const { icon: Icon, word, color } = LOOKS[state];
  return (
    <li className="flex gap-3 border-line border-b px-4 py-3 last:border-b-0">
      <Icon className={cn('mt-0.5 size-4 shrink-0', color)} aria-hidden="true" />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-baseline gap-x-2">
          <h3 className="font-medium leading-5">{title}</h3>
          <span className={cn('text-xs', color)}>{word}</span>
          <span className="ml-auto text-ink-faint text-xs">{ago(seen_at, now)}</span>
        </div>
        <p className="wrap-anywhere text-ink-soft leading-5">
          {seen}
          {last ? ` ${last.what}: ${ago(last.at, now)}.` : null}
        </p>
        {action ? <p className="wrap-anywhere mt-1 leading-5">{action}</p> : null}
      </div>
    </li>
  );
}

/** Returns how many checks need someone, in a sentence. */
function summaryOf(checks: SetupCheck[]): string {
  const of = (state: State) => checks.filter((check) => check.state === state).length;
  const parts = [
    of('failed') > 0 && `${of('failed')} failed`,
    of('warning') > 0 && counted(of('warning'), 'warning'),
    of('not_checked') > 0 && `${of('not_checked')} not checked`,
  ].filter(Boolean);
  return parts.length > 0 ? `${parts.join(', ')}.` : `All ${checks.length} checks are OK.`;
}
