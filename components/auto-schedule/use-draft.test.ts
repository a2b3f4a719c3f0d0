import { expect, it } from 'vitest';
import { rules } from '@/lib/contract/rules';
import { problemOfWords, problemsOf } from './use-draft';

it('names the wrong word of a list', () => {
  const attendee_domains = ['example.com', 'not a domain'];
  const problems = problemsOf(rules.safeParse({ never: { attendee_domains } }).error);
  expect(problemOfWords(problems, 'never.attendee_domains', attendee_domains)).toBe(
    '“not a domain” must be a domain, such as example.com',
  );
  expect(problemOfWords(problems, 'only.attendee_domains', attendee_domains)).toBeUndefined();
});
