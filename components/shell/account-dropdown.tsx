'use client';

import { BookOpen, FlaskConical, Keyboard, LogOut, Search } from 'lucide-react';
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
import { AccountButton, type AccountMenuProps } from './account-button';
import { usePages } from './administrator';
import { PLACE_HERE } from './nav';
import { useOpenOverlay } from './overlays';
import { THEMES } from './themes';

/** The account's button with its menu, which is open at first. */
export function AccountDropdown(props: AccountMenuProps) {
  const { email, sandboxUrl } = props;
  const { theme, setTheme } = useTheme();
  const pathname = usePathname();
  const openOverlay = useOpenOverlay();
  const otherPages = usePages().filter((page) => !page.isDaily);
  return (
    <DropdownMenu defaultOpen>
      <DropdownMenuTrigger asChild>
        <AccountButton {...props} />
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
