'use client';

import { useState } from 'react';
import { FIELD, FormRow } from '@/components/auto-schedule/form-card';
import { DayField } from '@/components/time/day-field';
import { shownRegion } from '@/components/time/region';
import { cn } from '@/components/ui/cn';
import { distanceInWords, fromLocal, isSkipped, toLocal, writeTime } from './join-time';

type JoinTimeRowProps = {
  /** An instant; empty while the typed time is not complete, or is one that the clocks skip. */
  joinTime: string;
  meetingStart: string;
  problem: string | undefined;
  onChange: (next: string) => void;
};

/** The day and the time at which a bot joins, in the zone that is shown. */
export function JoinTimeRow({ joinTime, meetingStart, problem, onChange }: JoinTimeRowProps) {
  const [typed, setTyped] = useState(() => toLocal(joinTime));
  // The typed text stays as it is until another time comes from elsewhere.
  const { day, time } = fromLocal(typed, joinTime) === joinTime ? typed : toLocal(joinTime);
  const set = (changes: Partial<typeof typed>) => {
    const next = { day, time, ...changes };
    setTyped(next);
    onChange(fromLocal(next, joinTime));
  };
  const { is12Hour } = shownRegion();
  const skipped = isSkipped({ day, time })
    ? 'That time does not exist on this day: the clocks go forward.'
    : undefined;
  return (
    <FormRow
      label="Join time"
      hint={distanceInWords(joinTime, meetingStart) || undefined}
      problem={skipped ?? problem}
    >
      <div className="flex gap-1.5">
        <DayField
          label="Day"
          value={day}
          className={cn(FIELD, 'w-auto flex-1')}
          onChange={(next) => set({ day: next ?? day })}
        />
        <input
          type="text"
          inputMode={is12Hour ? 'text' : 'numeric'}
          autoComplete="off"
          aria-label={is12Hour ? 'Time, with AM or PM' : 'Time, 24 hours'}
          placeholder={is12Hour ? 'h:mm AM' : 'hh:mm'}
          maxLength={13}
          value={time}
          aria-invalid={problem !== undefined}
          onChange={({ target }) => set({ time: target.value })}
          onBlur={() => set({ time: writeTime(time) })}
          className={cn(FIELD, 'times w-28 text-center')}
        />
      </div>
    </FormRow>
  );
}
