'use client';

import { forgetDrafts } from '@/components/kept-drafts';
import { goThroughNextAuth } from './next-auth';

/** Signs the person out in this browser; nothing of theirs stays in it. */
export function signOutHere(): void {
  forgetDrafts();
  void goThroughNextAuth('signout', '/sign-in');
}
