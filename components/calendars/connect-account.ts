'use client';

import { signIn } from 'next-auth/react';

/**
 * Goes to Google to connect an account to the person who is signed in, and comes back to the calendars.
 * @param email asks for this account; by default Google lets the person choose one
 */
export function connectAccount(email?: string) {
  const back = new URLSearchParams({ connect: 'account', ...(email ? { account: email } : {}) });
  return signIn(
    'google',
    { callbackUrl: `/calendars?${back}` },
    email ? { prompt: 'consent', login_hint: email } : { prompt: 'consent select_account' },
  );
}
