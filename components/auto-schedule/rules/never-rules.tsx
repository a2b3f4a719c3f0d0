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
  { value: 'needsAction', label: 'No response' },
  { value: 'accepted', label: 'Accepted' },
];

const KINDS: Choice<string>[] = [
  { value: 'focusTime', label: 'Focus time' },
  { value: 'outOfOffice', label: 'Out of office' },
  { value: 'workingLocation', label: 'Working location' },
  { value: 'birthday', label: 'Birthday' },
  { value: 'fromGmail', label: 'Created from Gmail' },
];

type Never = Rules['never'];
type NeverRulesProps = { never: Never; problems: Problems; onChange: (next: Never) => void };

/** The rules that refuse a bot, in the order in which they are checked. */
export function NeverRules({ never, problems, onChange }: NeverRulesProps) {
  const set = (changes: Partial<Never>) => onChange({ ...never, ...changes });
  const wordsId = useId();
  const domainsId = useId();
  const domainProblem = problemOfWords(problems, 'never.attendee_domains', never.attendee_domains);
  return (
    <FormCard title="Never send a bot when…" hint="Checked from top to bottom. The first match wins.">
      <FormRow label="Your response is">
        <AnyOf
          label="Your response is"
          choices={ANSWERS}
          values={never.responses}
          onChange={(responses) => set({ responses })}
        />
      </FormRow>
      <FormRow label="The event is">
        <AnyOf
          label="The event is"
          choices={KINDS}
          values={never.event_types}
          onChange={(event_types) => set({ event_types })}
        />
      </FormRow>
      <SwitchRow label="All-day event" checked={never.all_day} onChange={(all_day) => set({ all_day })} />
      <SwitchRow
        label="Private event"
        checked={never.private}
        onChange={(isPrivate) => set({ private: isPrivate })}
      />
      <SwitchRow label="Shown as free" checked={never.free} onChange={(free) => set({ free })} />
      <SwitchRow
        label="Unanswered invitation from outside your domain"
        checked={never.unanswered_external}
        onChange={(unanswered_external) => set({ unanswered_external })}
      />
      <FormRow label="Title contains" controlId={wordsId}>
        <WordsInput
          id={wordsId}
          words={never.title_keywords}
          placeholder="e.g. lunch"
          isInvalid={problemOf(problems, 'never.title_keywords') !== undefined}
          onChange={(title_keywords) => set({ title_keywords })}
        />
      </FormRow>
      <FormRow label="In calendar">
        <CalendarChoice
          label="Never in calendar"
          values={never.calendars}
          onChange={(calendars) => set({ calendars })}
        />
      </FormRow>
      <FormRow label="A guest is from" controlId={domainsId} problem={domainProblem}>
        <WordsInput
          id={domainsId}
          words={never.attendee_domains}
          placeholder="e.g. example.com"
          isInvalid={domainProblem !== undefined}
          onChange={(attendee_domains) => set({ attendee_domains: attendee_domains.map(toDomain) })}
        />
      </FormRow>
    </FormCard>
  );
}

/** Returns the domain of what people type: a domain, one with an @, or a whole address. */
export function toDomain(text: string): string {
  return text.slice(text.lastIndexOf('@') + 1).toLowerCase();
}
