'use client';

import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { counted } from '@/components/counted';
import { useDisplay } from '@/components/time/display-provider';
import { ago, shortDate } from '@/components/time/format';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/dialog';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu';
import type { PersonRow as Person } from '@/lib/contract/people';
import { LimitDialog } from './limit-dialog';
import { useRemovePerson, useUpdatePerson } from './requests/people';

type PersonRowProps = { person: Person; isOwn: boolean; now: number };

const STATUS = { active: null, disabled: 'Disabled', being_removed: 'Being removed' };

/** A person with what an administrator can do about them. */
export function PersonRow({ person, isOwn, now }: PersonRowProps) {
  useDisplay();
  const update = useUpdatePerson();
  const remove = useRemovePerson();
  const [asked, setAsked] = useState<'disable' | 'remove' | 'limit' | null>(null);
  const { id, email, name, status, accounts, bots_booked, bots_active } = person;
  const isActive = status === 'active';
  return (
    <li className="flex items-center gap-3 border-line border-b px-4 py-2.5 last:border-b-0">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 leading-5">
          <span dir="auto" className="wrap-anywhere font-medium">
            {name ?? email}
          </span>
          {isOwn ? <span className="text-ink-faint text-xs">you</span> : null}
          {person.is_administrator ? <Mark>Administrator</Mark> : null}
          {STATUS[status] ? <Mark>{STATUS[status]}</Mark> : null}
        </p>
        <p className="wrap-anywhere text-ink-faint text-xs leading-5">
          {name ? `${email} · ` : ''}
          {person.last_seen_at ? `seen ${ago(person.last_seen_at, now)}` : 'never seen'} · since{' '}
          {shortDate(person.created_at)}
        </p>
        <p className="wrap-anywhere text-ink-faint text-xs leading-5">
          {accounts.length === 0 ? 'No account connected' : accounts.join(', ')} ·{' '}
          {counted(bots_booked, 'bot')} scheduled
          {bots_active > 0 ? ` · ${bots_active} in meetings` : ''}
          {person.max_bots === null ? '' : ` · at most ${person.max_bots} at a time`}
        </p>
      </div>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button size="sm" aria-label={`Actions for ${email}`}>
            <Ellipsis aria-hidden="true" />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem onSelect={() => setAsked('limit')}>Limit bots…</DropdownMenuItem>
          {isActive && !isOwn ? (
            <DropdownMenuItem
              onSelect={() => update.mutate({ id, is_administrator: !person.is_administrator })}
            >
              {person.is_administrator ? 'Make a regular user' : 'Make an administrator'}
            </DropdownMenuItem>
          ) : null}
          {isOwn ? null : (
            <>
              <DropdownMenuItem
                onSelect={() => (isActive ? setAsked('disable') : update.mutate({ id, disabled: false }))}
              >
                {isActive ? 'Disable…' : 'Enable'}
              </DropdownMenuItem>
              <DropdownMenuSeparator />
              <DropdownMenuItem onSelect={() => setAsked('remove')}>Remove…</DropdownMenuItem>
            </>
          )}
        </DropdownMenuContent>
      </DropdownMenu>
      {asked === 'limit' ? <LimitDialog person={person} onClose={() => setAsked(null)} /> : null}
      <ConfirmDialog
        open={asked === 'disable'}
        onClose={() => setAsked(null)}
        title={`Disable ${email}?`}
        confirmLabel="Disable"
        isBusy={update.isPending}
        onConfirm={() => update.mutate({ id, disabled: true }, { onSettled: () => setAsked(null) })}
      >
        {consequences(person)} Their data stays, and you can enable them again.
      </ConfirmDialog>
      <ConfirmDialog
        open={asked === 'remove'}
        onClose={() => setAsked(null)}
        title={`Remove ${email}?`}
        confirmLabel="Remove with everything"
        isBusy={remove.isPending}
        onConfirm={() => remove.mutate(id, { onSettled: () => setAsked(null) })}
      >
        {consequences(person)} Everything that is stored about them is deleted. This cannot be undone.
      </ConfirmDialog>
    </li>
  );
}

/** Returns what happens to a person who is disabled or removed, in sentences. */
function consequences({ bots_booked, bots_active }: Person): string {
  const bots = [
    bots_booked > 0 && `${counted(bots_booked, 'scheduled bot')} will be removed`,
    bots_active > 0 &&
      `${counted(bots_active, 'bot')} will leave ${bots_active === 1 ? 'its meeting' : 'their meetings'}`,
  ].filter(Boolean);
  return `They will be signed out, and their API keys will stop working.${
    bots.length > 0 ? ` ${bots.join(', and ')}.` : ''
  }`;
}

function Mark({ children }: { children: string }) {
  return (
    <span className="rounded-full border border-line px-2 text-[0.6875rem] text-ink-soft leading-4.5">
      {children}
    </span>
  );
}
