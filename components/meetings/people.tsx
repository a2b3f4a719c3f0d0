'use client';

import { Check, CircleDashed, CircleHelp, X } from 'lucide-react';
import { useState } from 'react';
import type { GoogleAttendee } from '@/lib/occurrences/domain/google-event';
import { Avatar } from './avatars';
import { type EventView, type MyAnswer, nameOf } from './event-view';

const FIRST = 6;

const ANSWERS: Record<MyAnswer, { label: string; icon: typeof Check; className: string }> = {
  accepted: { label: 'Yes', icon: Check, className: 'text-accent-text' },
  tentative: { label: 'Maybe', icon: CircleHelp, className: 'text-warn' },
  declined: { label: 'No', icon: X, className: 'text-danger' },
  needsAction: { label: 'No response', icon: CircleDashed, className: 'text-ink-faint' },
};

type PeopleProps = { attendees: GoogleAttendee[]; organizer: EventView['organizer'] };

/** Who is invited, and what they answered; the organizer first. */
export function People({ attendees, organizer }: PeopleProps) {
  const [showAll, setShowAll] = useState(false);
  const people = [...attendees].sort((a, b) => Number(isHost(b, organizer)) - Number(isHost(a, organizer)));
  if (people.length === 0)
    return <span>Organized by {organizer?.self ? 'you' : nameOf(organizer ?? {})}</span>;
  const shown = showAll ? people : people.slice(0, FIRST);
  const hidden = people.length - shown.length;
  return (
    <>
      <ul className="space-y-2">
        {shown.map((person, index) => {
          const answer = ANSWERS[person.responseStatus ?? 'needsAction'];
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: Google may list an address twice; order is all there is.
            <li key={index} className="flex items-center gap-2.5">
              <Avatar person={person} />
              <span className="min-w-0 flex-1 truncate" title={person.email}>
                <span dir="auto">{nameOf(person)}</span>
                <span className="text-ink-faint text-xs">
                  {person.self ? ' · you' : ''}
                  {isHost(person, organizer) ? ' · organizer' : ''}
                  {person.optional ? ' · optional' : ''}
                </span>
              </span>
              <span className={`flex shrink-0 items-center gap-1 text-xs ${answer.className}`}>
                <answer.icon className="size-3.5" aria-hidden="true" />
                {answer.label}
              </span>
            </li>
          );
        })}
      </ul>
      {hidden > 0 ? (
        <button
          type="button"
          onClick={() => setShowAll(true)}
          className="mt-2 font-medium text-[0.8125rem] text-accent-text hover:underline"
        >
          Show {hidden} more
        </button>
      ) : null}
    </>
  );
}

function isHost(person: GoogleAttendee, organizer: EventView['organizer']): boolean {
  return Boolean(person.organizer || (organizer?.email && organizer.email === person.email));
}
