import { signInFor } from './way-back';

let isLeaving = false;

/** Whether this page is about to be left because its session has ended. */
export function isSessionOver(): boolean {
  return isLeaving;
}

/** Leads to the sign-in page, and from there back here. Unsaved edits are kept meanwhile (see kept-drafts.ts). */
export function leaveToSignIn(): void {
  if (isLeaving) return;
  isLeaving = true;
  // The browser may show this page again as it was.
  window.addEventListener('pageshow', () => (isLeaving = false), { once: true });
  window.location.assign(signInFor(`${window.location.pathname}${window.location.search}`));
}
