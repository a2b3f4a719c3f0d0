'use client';

import { signOut } from 'next-auth/react';
import { forgetDrafts } from '@/components/kept-drafts';

/** Signs the person out in this browser; nothing of theirs stays in it. */
export function signOutHere(): void {
  forgetDrafts();
  void signOut({ callbackUrl: '/sign-in' });
}
