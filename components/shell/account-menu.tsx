'use client';

import { BookOpen, ChevronsUpDown, Ellipsis, FlaskConical, Keyboard, LogOut, Search } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTheme } from 'next-themes';
import { signOutHere } from '@/components/auth/sign-out';
import { cn } from '@/components/ui/cn';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu';
import { usePages } from './administrator';
import { PLACE, PLACE_HERE } from './nav';
import { useOpenOverlay } from './overlays';
import { THEMES } from './themes';

type AccountMenuProps = { email: string; name: string | null; sandboxUrl: string | null };

/** The account and what concerns the app as a whole; on a phone also the pages that the bar has no room for. */
export function AccountMenu({ email, name, sandboxUrl }: AccountMenuProps) {
  const { theme, setTheme } = useTheme();
  const pathname = usePathname();
  const openOverlay = useOpenOverlay();
  const otherPages = usePages().filter((page) => !page.isDaily);
  const isInside = otherPages.some(({ href }) => href === pathname);
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        className={cn(
          PLACE,
          isInside && 'max-md:font-semibold max-md:text-accent-text',
          'md:h-auto md:w-full md:gap-2.5 md:p-2 md:text-left',
        )}
      >
        <Ellipsis className="size-5 md:hidden" strokeWidth={isInside ? 2.1 : 1.75} aria-hidden="true" />
        <span className="md:hidden">More</span>
        <span className="sr-only max-md:hidden">Account: {email}</span>
        <span aria-hidden="true" className="flex min-w-0 flex-1 items-center gap-2.5 max-md:hidden">
          <span className="grid size-7 shrink-0 place-items-center rounded-full bg-accent font-semibold text-on-accent text-xs uppercase">
            {[...(name ?? email)][0]}
          </span>
          <span className="min-w-0 flex-1">
            <span className="block truncate font-medium text-[0.8125rem] text-ink leading-4">
              {name ?? email}
            </span>
            {name ? <span className="block truncate text-ink-faint text-xs leading-4">{email}</span> : null}
          </span>
          <ChevronsUpDown className="size-4 shrink-0 text-ink-faint" />
        </span>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start" side="top" className="max-md:w-[calc(100vw-1.5rem)] max-md:max-w-80">
        <div className="md:hidden">
          {otherPages.map(({ href, label, icon: Icon }) => (
            <DropdownMenuItem key={href} asChild>
              <Link
                href={href}
                aria-current={pathname === href ? 'page' : undefined}
                className={cn(pathname === href && PLACE_HERE)}
              >
                <Icon aria-hidden="true" />
                {label}
              </Link>
            </DropdownMenuItem>
          ))}
          <DropdownMenuItem onSelect={() => openOverlay('palette')}>
            <Search aria-hidden="true" />
            Search
          </DropdownMenuItem>
          <DropdownMenuSeparator />
        </div>
        <DropdownMenuRadioGroup value={theme} onValueChange={setTheme} aria-label="Theme">
          {THEMES.map(({ value, label, icon: Icon }) => (
            <DropdownMenuRadioItem key={value} value={value}>
              <Icon aria-hidden="true" />
              {label}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
        <DropdownMenuSeparator />
        <DropdownMenuItem className="pointer-coarse:hidden" onSelect={() => openOverlay('shortcuts')}>
          <Keyboard aria-hidden="true" />
          Keyboard shortcuts
        </DropdownMenuItem>
        <DropdownMenuItem asChild>
          <a href="/api/v1/docs">
            <BookOpen aria-hidden="true" />
            API reference
          </a>
        </DropdownMenuItem>
        {sandboxUrl ? (
          <DropdownMenuItem asChild>
            <a href={sandboxUrl} target="_blank" rel="noreferrer">
              <FlaskConical aria-hidden="true" />
              Open the sandbox calendar
            </a>
          </DropdownMenuItem>
        ) : null}
        <DropdownMenuSeparator />
        <DropdownMenuLabel className="truncate">{email}</DropdownMenuLabel>
        <DropdownMenuItem onSelect={signOutHere}>
          <LogOut aria-hidden="true" />
          Sign out
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
