'use client';

import { goThroughNextAuth } from '@/components/auth/next-auth';

/**
 * Goes to Google to connect an account to the person who is signed in, and comes back to the calendars.
 * @param email asks for this account; by default Google lets the person choose one
 */
export function connectAccount(email?: string) {
  const back = new URLSearchParams({ connect: 'account', ...(email ? { account: email } : {}) });
  return goThroughNextAuth(
    'signin/google',
    `/calendars?${back}`,
    email ? { prompt: 'consent', login_hint: email } : { prompt: 'consent select_account' },
  );
}
