import { db } from '@/lib/platform/database/client';
import { env } from '@/lib/platform/env';
import { isAllowed, type Person } from './domain/access';
import type { User } from './users';

/** Returns whether ALLOWED_EMAILS and ALLOWED_DOMAINS let a person use this installation. */
export function mayComeIn(person: Person): boolean {
  const { ALLOWED_EMAILS, ALLOWED_DOMAINS } = env();
  return isAllowed(person, { emails: ALLOWED_EMAILS, domains: ALLOWED_DOMAINS });
}

/** Returns whether a person is an administrator: named by ADMIN_EMAILS or `npm run users`, or the first of the demo. */
export function isAdministrator({ email, isAdmin }: Pick<User, 'email' | 'isAdmin'>): boolean {
  return isAdmin || env().ADMIN_EMAILS.includes(email.toLowerCase());
}

/** Returns whether an administrator keeps a person out. */
export async function isDisabled(userId: string): Promise<boolean> {
  return (await db().user.count({ where: { id: userId, disabledAt: { not: null } } })) > 0;
}
