'use client';

import {
  BookOpen,
  Bot,
  CalendarCheck2,
  CalendarDays,
  CalendarPlus,
  FlaskConical,
  Keyboard,
  LogOut,
  RefreshCw,
  Search,
} from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTheme } from 'next-themes';
import { signOutHere } from '@/components/auth/sign-out';
import { useAutoSchedule } from '@/components/auto-schedule/requests/get-settings';
import { useSetAutoSchedule } from '@/components/auto-schedule/requests/set-enabled';
import { latestBot, STATUS_LABELS } from '@/components/bots/bot-state';
import { connectAccount } from '@/components/calendars/connect-account';
import { dayKey, relativeDay, shortDate, timeOfDay } from '@/components/time/format';
import type { CalendarEvent } from '@/lib/contract/events';
import { PAGES } from '../pages';
import { THEMES } from '../themes';
import { type Command, findCommands } from './find-commands';
import { useFindMeetings } from './requests/find-meetings';
import { useSyncNow } from './requests/sync-now';

type Around = {
  sandboxUrl: string | null;
  onOpenShortcuts: () => void;
};

/** Returns what the palette offers for a text: pages and actions, and the meetings and bots that the server finds. */
export function useCommands(text: string, around: Around): { commands: Command[]; isSearching: boolean } {
  const router = useRouter();
  const actions = useActions(around);
  const { meetings, isSearching } = useFindMeetings(text);
  const pages: Command[] = PAGES.map(({ href, label, icon }) => ({
    id: href,
    group: 'Pages',
    label,
    words: PAGE_WORDS[href],
    icon,
    run: () => router.push(href),
  }));
  const found = meetings.flatMap((event) => commandsOf(event, (address) => router.push(address)));
  const typed = text.trim();
  const all: Command = {
    id: 'all-meetings',
    group: 'Meetings',
    label: `Search meetings for “${typed}”`,
    icon: Search,
    run: () => router.push(`/meetings?${new URLSearchParams({ q: typed })}`),
  };
  const fixed = findCommands([...pages, ...actions], text);
  return {
    commands: [...fixed, ...found.filter(isMeeting), ...(typed ? [all] : []), ...found.filter(isBot)],
    isSearching,
  };
}

const isMeeting = ({ group }: Command) => group === 'Meetings';
const isBot = ({ group }: Command) => group === 'Bots';

const PAGE_WORDS: Record<string, string> = {
  '/meetings': 'agenda week home',
  '/auto-schedule': 'rules bot settings',
  '/calendars': 'accounts google health',
  '/activity': 'history log export',
  '/settings': 'api keys time zone format theme provider platforms',
};

function useActions({ sandboxUrl, onOpenShortcuts }: Around): Command[] {
  const { theme, setTheme } = useTheme();
  const { data: settings } = useAutoSchedule();
  const setAutoSchedule = useSetAutoSchedule();
  const syncNow = useSyncNow();
  const isOn = settings?.auto_schedule_enabled;
  const action = (label: string, icon: Command['icon'], run: () => void, words?: string): Command => ({
    id: label,
    group: 'Actions',
    label,
    words,
    icon,
    run,
  });
  return [
    ...(isOn === undefined
      ? []
      : [
          action(`Turn ${isOn ? 'off' : 'on'} auto-schedule`, CalendarCheck2, () =>
            setAutoSchedule.mutate(!isOn),
          ),
        ]),
    action('Sync now', RefreshCw, () => syncNow.mutate(), 'refresh update google calendars'),
    action('Connect another account', CalendarPlus, () => void connectAccount(), 'add google calendar'),
    ...THEMES.filter(({ value }) => value !== theme).map(({ value, label, icon }) =>
      action(`Use ${label.toLowerCase()} theme`, icon, () => setTheme(value), 'color mode appearance'),
    ),
    action('Show keyboard shortcuts', Keyboard, onOpenShortcuts, 'help keys'),
    action('Open API reference', BookOpen, () => window.location.assign('/api/v1/docs'), 'docs developers'),
    ...(sandboxUrl
      ? [
          action('Open the sandbox calendar', FlaskConical, () =>
            window.open(sandboxUrl, '_blank', 'noreferrer'),
          ),
        ]
      : []),
    action('Sign out', LogOut, signOutHere, 'log out leave'),
  ];
}

function commandsOf(event: CalendarEvent, open: (address: string) => void): Command[] {
  const title = event.title ?? 'Untitled meeting';
  const when = whenOf(event.start_time, event.is_all_day);
  const bot = latestBot(event);
  return [
    {
      id: event.id,
      group: 'Meetings',
      label: title,
      detail: when,
      icon: CalendarDays,
      run: () => open(`/meetings?${new URLSearchParams({ day: dayKey(event.start_time), event: event.id })}`),
    },
    ...(bot
      ? [
          {
            id: bot.id,
            group: 'Bots' as const,
            label: title,
            detail: `${STATUS_LABELS[bot.status]} · ${when}`,
            icon: Bot,
            run: () => open(`/bots?${new URLSearchParams({ bot_id: bot.id })}`),
          },
        ]
      : []),
  ];
}

function whenOf(start: string, isAllDay: boolean): string {
  const day = relativeDay(start, Date.now()) ?? shortDate(start);
  return isAllDay ? day : `${day}, ${timeOfDay(start)}`;
}
