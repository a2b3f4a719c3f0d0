'use client';

import { ChevronsUpDown, ExternalLink, LogOut, Monitor, Moon, Sun } from 'lucide-react';
import { signOut } from 'next-auth/react';
import { useTheme } from 'next-themes';
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

const THEMES = [
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
  { value: 'system', label: 'System', icon: Monitor },
];

type AccountMenuProps = { email: string; name: string | null; sandboxUrl: string | null };

export function AccountMenu({ email, name, sandboxUrl }: AccountMenuProps) {
  const { theme, setTheme } = useTheme();
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label={`Account: ${email}`}
        className="flex flex-1 flex-col items-center justify-center gap-0.5 rounded-lg text-[0.6875rem] text-ink-soft transition-colors hover:text-ink md:w-full md:flex-none md:flex-row md:gap-2.5 md:p-2 md:text-left md:hover:bg-sunken"
      >
        <span
          aria-hidden="true"
          className="grid size-5 shrink-0 place-items-center rounded-full bg-accent font-semibold text-[0.625rem] text-on-accent uppercase md:size-7 md:text-xs"
        >
          {[...(name ?? email)][0]}
        </span>
        <span className="md:hidden">Account</span>
        <span className="hidden min-w-0 flex-1 md:block">
          <span className="block truncate font-medium text-[0.8125rem] text-ink leading-4">
            {name ?? email}
          </span>
          {name ? <span className="block truncate text-ink-faint text-xs leading-4">{email}</span> : null}
        </span>
        <ChevronsUpDown className="hidden size-4 shrink-0 text-ink-faint md:block" aria-hidden="true" />
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start" side="top">
        <DropdownMenuLabel className="truncate">{email}</DropdownMenuLabel>
        <DropdownMenuSeparator />
        <DropdownMenuRadioGroup value={theme} onValueChange={setTheme}>
          {THEMES.map(({ value, label, icon: Icon }) => (
            <DropdownMenuRadioItem key={value} value={value}>
              <Icon aria-hidden="true" />
              {label}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
        <DropdownMenuSeparator />
        {sandboxUrl ? (
          <DropdownMenuItem asChild>
            <a href={sandboxUrl} target="_blank" rel="noreferrer">
              <ExternalLink aria-hidden="true" />
              Open the sandbox calendar
            </a>
          </DropdownMenuItem>
        ) : null}
        <DropdownMenuItem onSelect={() => signOut({ callbackUrl: '/sign-in' })}>
          <LogOut aria-hidden="true" />
          Sign out
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
