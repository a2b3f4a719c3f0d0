import { FlaskConical } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Logo } from '@/components/brand/logo';
import { AccountMenu } from './account-menu';
import { ConnectionNotice } from './connection-notice';
import { FocusOnNavigation } from './focus-on-navigation';
import { Nav } from './nav';
import { Overlays } from './overlays';
import { SearchButton } from './search-button';

type ShellProps = {
  user: { email: string; name: string | null };
  /** Where the sandbox calendar is edited; null outside of demo mode. */
  sandboxUrl: string | null;
  children: ReactNode;
};

/** The frame of every page after sign-in. */
export function Shell({ user, sandboxUrl, children }: ShellProps) {
  return (
    <Overlays sandboxUrl={sandboxUrl}>
      <div className="[--bar:3.5rem] md:grid md:grid-cols-[14rem_minmax(0,1fr)]">
        <a
          href="#main"
          className="sr-only z-50 rounded-lg bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
        >
          Skip to content
        </a>
        <aside className="fixed inset-x-0 bottom-0 z-30 flex h-[calc(3.75rem+env(safe-area-inset-bottom))] gap-1 border-line border-t bg-surface/95 px-1.5 py-1 pb-[calc(0.25rem+env(safe-area-inset-bottom))] backdrop-blur md:sticky md:inset-auto md:top-0 md:h-dvh md:flex-col md:border-t-0 md:border-r md:bg-transparent md:p-3">
          <Link
            href="/meetings"
            className="mb-4 hidden rounded-lg px-2 pt-2 pb-1 md:block"
            aria-label="Usher, meetings"
          >
            <Logo />
          </Link>
          <SearchButton />
          <Nav />
          <div className="hidden flex-1 md:block" />
          {sandboxUrl ? (
            <a
              href={sandboxUrl}
              target="_blank"
              rel="noreferrer"
              className="hidden items-center gap-2.5 rounded-lg px-2.5 py-2 text-xs text-ink-faint transition-colors hover:bg-sunken hover:text-ink md:flex"
            >
              <FlaskConical className="size-4 shrink-0" aria-hidden="true" />
              Open the sandbox calendar
            </a>
          ) : null}
          <AccountMenu email={user.email} name={user.name} sandboxUrl={sandboxUrl} />
        </aside>
        <main id="main" tabIndex={-1} className="min-w-0 px-4 pb-24 outline-none sm:px-6 md:pb-10">
          <div className="mx-auto max-w-[62rem] has-data-fluid:max-w-none">{children}</div>
        </main>
        <ConnectionNotice />
        <FocusOnNavigation />
      </div>
    </Overlays>
  );
}
