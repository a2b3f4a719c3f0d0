import { ensureUser, findUserByAddress } from '@/lib/accounts/users';
import type { Author } from '@/lib/activity/record-activity';
import { UsherError } from '@/lib/contract/errors';
import { listPeople, updatePerson } from './people';
import { removePerson } from './remove-person';

export const PEOPLE_COMMANDS = ['list', 'disable', 'enable', 'remove', 'promote', 'demote'] as const;
type PeopleCommand = (typeof PEOPLE_COMMANDS)[number];

const CHANGES = {
  disable: { disabled: true },
  enable: { disabled: false },
  promote: { is_administrator: true },
  demote: { is_administrator: false },
} as const;

/**
 * Carries a command of `npm run users` out, and returns the people it is about. `promote` also takes an address of someone who
 * has not signed in yet.
 * @param email whom it is about; for `list` none
 * @throws UsherError not_found
 */
export async function carryOut(
  command: PeopleCommand,
  email: string | undefined,
  author: Author,
): Promise<{ message?: string; people: { email: string; status: string }[] }> {
  const by = { ...author, administratorId: null };
  if (command === 'list') return { people: await everyone() };
  const address = email ?? '';
  const user = command === 'promote' ? await ensureUser(address) : await findUserByAddress(address);
  if (!user) throw new UsherError('not_found', `No one has the address ${address}.`);
  if (command === 'remove') return { message: (await removePerson(user.id, by)).message, people: [] };
  return { people: [await updatePerson(user.id, CHANGES[command], by)] };
}

async function everyone() {
  const people = [];
  for (let cursor: string | undefined; ; ) {
    const page = await listPeople({ limit: 100, cursor });
    people.push(...page.results);
    if (page.next === null) return people;
    cursor = page.next;
  }
}
