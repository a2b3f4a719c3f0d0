'use client';

import { useId } from 'react';
import { cn } from '@/components/ui/cn';
import type { Rules } from '@/lib/scheduling/domain/rules';
import { CalendarChoice, type Choice, OneOf } from '../choices';
import { FIELD, FormCard, FormRow } from '../form-card';
import { type Problems, problemOf, problemOfWords } from '../use-draft';
import { WordsInput } from '../words-input';
import { toDomain } from './never-rules';

type Only = Rules['only'];

/** Stands for no rule. */
const ANY = 'any';

const ORGANIZERS: Choice<NonNullable<Only['organizer']> | typeof ANY>[] = [
  { value: ANY, label: 'Anyone' },
  { value: 'me', label: 'You' },
  { value: 'others', label: 'Someone else' },
];

const GUESTS: Choice<NonNullable<Only['attendees']> | typeof ANY>[] = [
  { value: ANY, label: 'Anyone' },
  { value: 'external', label: 'At least one external' },
  { value: 'internal', label: 'Internal only' },
];

const SERIES: Choice<NonNullable<Only['series']> | typeof ANY>[] = [
  { value: ANY, label: 'Any' },
  { value: 'recurring', label: 'Recurring' },
  { value: 'single', label: 'One-time' },
];

type OnlyRulesProps = { only: Only; problems: Problems; onChange: (next: Only) => void };

/** The rules that all must match for a bot to join, in the order in which they are checked. */
export function OnlyRules({ only, problems, onChange }: OnlyRulesProps) {
  const set = (changes: Partial<Only>) => onChange({ ...only, ...changes });
  const domainsId = useId();
  const wordsId = useId();
  const domainProblem = problemOfWords(problems, 'only.attendee_domains', only.attendee_domains);
  const countProblem = problemOf(problems, 'only.min_attendees') ?? problemOf(problems, 'only.max_attendees');
  return (
    <FormCard title="Only send a bot when…" hint="All of these must match. Leave a rule empty to ignore it.">
      <FormRow label="Organizer">
        <OneOf
          label="Organizer"
          choices={ORGANIZERS}
          value={only.organizer ?? ANY}
          onChange={(next) => set({ organizer: next === ANY ? null : next })}
        />
      </FormRow>
      <FormRow label="Guests" hint="External: from a different domain than yours">
        <OneOf
          label="Guests"
          choices={GUESTS}
          value={only.attendees ?? ANY}
          onChange={(next) => set({ attendees: next === ANY ? null : next })}
        />
      </FormRow>
      <FormRow label="A guest is from" controlId={domainsId} problem={domainProblem}>
        <WordsInput
          id={domainsId}
          words={only.attendee_domains}
          placeholder="e.g. example.com"
          isInvalid={domainProblem !== undefined}
          onChange={(attendee_domains) => set({ attendee_domains: attendee_domains.map(toDomain) })}
        />
      </FormRow>
      <FormRow
        label="Number of guests, including you"
        problem={countProblem?.replace('min_attendees', 'the minimum')}
      >
        <span className="flex items-center gap-2">
          <Count
            label="Minimum number of guests"
            placeholder="1"
            value={only.min_attendees}
            isInvalid={countProblem !== undefined}
            onChange={(min_attendees) => set({ min_attendees })}
          />
          to
          <Count
            label="Maximum number of guests"
            placeholder="any"
            value={only.max_attendees}
            isInvalid={countProblem !== undefined}
            onChange={(max_attendees) => set({ max_attendees })}
          />
        </span>
      </FormRow>
      <FormRow label="Title contains" controlId={wordsId} hint="Any of the words">
        <WordsInput
          id={wordsId}
          words={only.title_keywords}
          placeholder="e.g. customer"
          isInvalid={problemOf(problems, 'only.title_keywords') !== undefined}
          onChange={(title_keywords) => set({ title_keywords })}
        />
      </FormRow>
      <FormRow label="In calendar">
        <CalendarChoice
          label="Only in calendar"
          values={only.calendars}
          onChange={(calendars) => set({ calendars })}
        />
      </FormRow>
      <FormRow label="Repeats">
        <OneOf
          label="Repeats"
          choices={SERIES}
          value={only.series ?? ANY}
          onChange={(next) => set({ series: next === ANY ? null : next })}
        />
      </FormRow>
    </FormCard>
  );
}

type CountProps = {
  label: string;
  placeholder: string;
  value: number | null;
  isInvalid: boolean;
  onChange: (next: number | null) => void;
};

function Count({ label, placeholder, value, isInvalid, onChange }: CountProps) {
  return (
    <input
      type="number"
      inputMode="numeric"
      min={1}
      max={10_000}
      aria-label={label}
      aria-invalid={isInvalid}
      placeholder={placeholder}
      value={value ?? ''}
      onChange={({ target }) => onChange(target.value === '' ? null : target.valueAsNumber)}
      className={cn(FIELD, 'times w-20')}
    />
  );
}
