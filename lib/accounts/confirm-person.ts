import { UsherError } from '@/lib/contract/errors';
import { db } from '@/lib/platform/database/client';
import { spellingsOf } from './domain/address';
import { displaceUser } from './identify-person';

/** What an operator says of the Google account that wants to sign in with a user's address. */
export type Verdict = 'same' | 'other';

/** A user of whom Google cannot say whether they are the one who wanted to sign in. */
export type Claim = { email: string; google_sub: string; claimed_at: string; verdict: Verdict | null };

/**
 * Returns who wanted to sign in with a user's address and waits for an operator; with a verdict, carries it out. `same`: it
 * is the user, who finds everything at their next sign-in. `other`: it is another person, who gets a user of their own; the
 * first one keeps everything, and gives up the address.
 * @throws UsherError not_found when no one waits
 */
export async function confirmPerson(email: string, verdict: Verdict | null, now: Date): Promise<Claim> {
  return db().$transaction(async (tx) => {
    const user = await tx.user.findFirst({
      where: { email: { in: spellingsOf(email) }, googleSub: null, claimedBySub: { not: null } },
    });
    if (!user?.claimedBySub) throw new UsherError('not_found', `No one waits for ${email} to be confirmed.`);
    const { claimedBySub: googleSub, claimedAt } = user;
    if (verdict === 'other') await displaceUser(tx, user, now);
    if (verdict === 'same') {
      // Since then they may have become a user under another address.
      if ((await tx.user.count({ where: { googleSub } })) > 0)
        throw new UsherError('not_found', 'This Google account is another user by now.');
      await tx.user.update({
        where: { id: user.id },
        data: { googleSub, claimedBySub: null, claimedAt: null },
      });
    }
    return {
      email: user.email,
      google_sub: googleSub,
      claimed_at: (claimedAt ?? now).toISOString(),
      verdict,
    };
  });
}
