'use client';

import { signIn } from 'next-auth/react';

/**
 * Goes to Google and comes back to the meetings.
 * @param askAgain makes Google show its consent page once more, which is the only way to a new lasting permission
 */
export function signInWithGoogle({ askAgain = false }: { askAgain?: boolean } = {}) {
  return signIn('google', { callbackUrl: '/meetings' }, askAgain ? { prompt: 'consent' } : undefined);
}
