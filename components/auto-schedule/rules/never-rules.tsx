'use client';

import { useId } from 'react';
import type { ResponseStatus, Rules } from '@/lib/scheduling/domain/rules';
import { AnyOf, CalendarChoice, type Choice } from '../choices';
import { FormCard, FormRow, SwitchRow } from '../form-card';
import { type Problems, problemOf, problemOfWords } from '../use-draft';
import { WordsInput } from '../words-input';

const ANSWERS: Choice<ResponseStatus>[] = [
  { value: 'declined', label: 'Declined' },
  { value: 'tentative', label: 'Maybe' },
  { value: 'needsAction', label: 'Not given yet' },
  { value: 'accepted', label: 'Accepted' },
];

const KINDS: Choice<string>[] = [
  { value: 'focusTime', label: 'Focus time' },
  { value: 'outOfOffice', label: 'Out of office' },
  { value: 'workingLocation', label: 'Working location' },
  { value: 'birthday', label: 'A birthday' },
  { value: 'fromGmail', label: 'Made from a mail' },
];

type Never = Rules['never'];
type NeverRulesProps = { never: Never; problems: Problems; onChange: (next: Never) => void };

/** What keeps bots away, in the order in which it is asked. */
export function NeverRules({ never, problems, onChange }: NeverRulesProps) {
  const set = (changes: Partial<Never>) => onChange({ ...never, ...changes });
  const wordsId = useId();
  const domainsId = useId();
  const domainProblem = problemOfWords(problems, 'never.attendee_domains', never.attendee_domains);
  return (
    <FormCard title="Never when" hint="Asked from top to bottom; the first that holds keeps the bot away.">
      <FormRow label="My answer is">
        <AnyOf
          label="My answer is"
          choices={ANSWERS}
          values={never.responses}
          onChange={(responses) => set({ responses })}
        />
      </FormRow>
      <FormRow label="It is">
        <AnyOf
          label="It is"
          choices={KINDS}
          values={never.event_types}
          onChange={(event_types) => set({ event_types })}
        />
      </FormRow>
      <SwitchRow label="It lasts all day" checked={never.all_day} onChange={(all_day) => set({ all_day })} />
      <SwitchRow
        label="It is private"
        checked={never.private}
        onChange={(isPrivate) => set({ private: isPrivate })}
      />
      <SwitchRow label="It shows me as available" checked={never.free} onChange={(free) => set({ free })} />
      <FormRow label="Its title contains" controlId={wordsId}>
        <WordsInput
          id={wordsId}
          words={never.title_keywords}
          placeholder="Words, such as lunch"
          isInvalid={problemOf(problems, 'never.title_keywords') !== undefined}
          onChange={(title_keywords) => set({ title_keywords })}
        />
      </FormRow>
      <FormRow label="It is in the calendar">
        <CalendarChoice
          label="Never in the calendar"
          values={never.calendars}
          onChange={(calendars) => set({ calendars })}
        />
      </FormRow>
      <FormRow label="Somebody is invited from" controlId={domainsId} problem={domainProblem}>
        <WordsInput
          id={domainsId}
          words={never.attendee_domains}
          placeholder="Domains, such as example.com"
          isInvalid={domainProblem !== undefined}
          onChange={(attendee_domains) => set({ attendee_domains: attendee_domains.map(toDomain) })}
        />
      </FormRow>
    </FormCard>
  );
}

/** What people write for a domain: the domain, with an @, or a whole address. */
export function toDomain(text: string): string {
  return text.slice(text.lastIndexOf('@') + 1).toLowerCase();
}
