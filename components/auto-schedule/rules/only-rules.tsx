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

/** No rule. */
const ANY = 'any';

const ORGANIZERS: Choice<NonNullable<Only['organizer']> | typeof ANY>[] = [
  { value: ANY, label: 'Anybody' },
  { value: 'me', label: 'Me' },
  { value: 'others', label: 'Somebody else' },
];

const GUESTS: Choice<NonNullable<Only['attendees']> | typeof ANY>[] = [
  { value: ANY, label: 'Anybody' },
  { value: 'external', label: 'Somebody from outside' },
  { value: 'internal', label: 'Only colleagues' },
];

const SERIES: Choice<NonNullable<Only['series']> | typeof ANY>[] = [
  { value: ANY, label: 'Once or often' },
  { value: 'recurring', label: 'As a series' },
  { value: 'single', label: 'Once' },
];

type OnlyRulesProps = { only: Only; problems: Problems; onChange: (next: Only) => void };

/** What a meeting must be for a bot to join, in the order in which it is asked. */
export function OnlyRules({ only, problems, onChange }: OnlyRulesProps) {
  const set = (changes: Partial<Only>) => onChange({ ...only, ...changes });
  const domainsId = useId();
  const wordsId = useId();
  const domainProblem = problemOfWords(problems, 'only.attendee_domains', only.attendee_domains);
  const countProblem = problemOf(problems, 'only.min_attendees') ?? problemOf(problems, 'only.max_attendees');
  return (
    <FormCard title="Only when" hint="Whatever is set here must hold, all of it. What is empty asks nothing.">
      <FormRow label="It is organised by">
        <OneOf
          label="It is organised by"
          choices={ORGANIZERS}
          value={only.organizer ?? ANY}
          onChange={(next) => set({ organizer: next === ANY ? null : next })}
        />
      </FormRow>
      <FormRow label="Invited is" hint="Outside: another domain than mine">
        <OneOf
          label="Invited is"
          choices={GUESTS}
          value={only.attendees ?? ANY}
          onChange={(next) => set({ attendees: next === ANY ? null : next })}
        />
      </FormRow>
      <FormRow label="Somebody is invited from" controlId={domainsId} problem={domainProblem}>
        <WordsInput
          id={domainsId}
          words={only.attendee_domains}
          placeholder="Domains, such as example.com"
          isInvalid={domainProblem !== undefined}
          onChange={(attendee_domains) => set({ attendee_domains: attendee_domains.map(toDomain) })}
        />
      </FormRow>
      <FormRow
        label="People, me among them"
        problem={countProblem?.replace('min_attendees', 'the smallest number')}
      >
        <span className="flex items-center gap-2">
          <Count
            label="At least so many people"
            placeholder="1"
            value={only.min_attendees}
            isInvalid={countProblem !== undefined}
            onChange={(min_attendees) => set({ min_attendees })}
          />
          to
          <Count
            label="At most so many people"
            placeholder="any"
            value={only.max_attendees}
            isInvalid={countProblem !== undefined}
            onChange={(max_attendees) => set({ max_attendees })}
          />
        </span>
      </FormRow>
      <FormRow label="Its title contains" controlId={wordsId} hint="One of the words">
        <WordsInput
          id={wordsId}
          words={only.title_keywords}
          placeholder="Words, such as customer"
          isInvalid={problemOf(problems, 'only.title_keywords') !== undefined}
          onChange={(title_keywords) => set({ title_keywords })}
        />
      </FormRow>
      <FormRow label="It is in the calendar">
        <CalendarChoice
          label="Only in the calendar"
          values={only.calendars}
          onChange={(calendars) => set({ calendars })}
        />
      </FormRow>
      <FormRow label="It takes place">
        <OneOf
          label="It takes place"
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
