import { PAGES } from '@/components/shell/pages';

const HOME = '/meetings';

/**
 * Returns the path and query of the page that a person goes back to after signing in. Whoever makes a link can ask for
 * anything: only the dashboard's own pages count, everything else leads to the meetings.
 */
export function wayBack(asked: string | null | undefined): string {
  if (!asked || !URL.canParse(asked, ORIGIN)) return HOME;
  const { origin, pathname, searchParams } = new URL(asked, ORIGIN);
  if (origin !== ORIGIN || !PAGES.some(({ href }) => href === pathname)) return HOME;
  // With this word signing in would connect another account (connectAccount).
  searchParams.delete('connect');
  const query = searchParams.toString();
  return query ? `${pathname}?${query}` : pathname;
}

/** No address of a link can have this origin: links that name one are of elsewhere. */
const ORIGIN = 'http://usher.invalid';

/** Returns the address of the sign-in page that leads back to a page. */
export function signInFor(page: string): string {
  return `/sign-in?${new URLSearchParams({ back: page })}`;
}
