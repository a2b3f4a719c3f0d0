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
import { STATUS_LABELS } from '@/components/bots/bot-state';
import { connectAccount } from '@/components/calendars/connect-account';
import { dayKey, relativeDay, shortDate, timeOfDay } from '@/components/time/format';
import type { CalendarEvent } from '@/lib/contract/events';
import type { ScheduledBotRow } from '@/lib/contract/schedule';
import { usePages } from '../administrator';
import { THEMES } from '../themes';
import { type Command, findCommands } from './find-commands';
import { useFind } from './requests/find';
import { useSyncNow } from './requests/sync-now';

type Around = {
  sandboxUrl: string | null;
  onOpenShortcuts: () => void;
};

/** Returns what the palette offers for a text: pages and actions, and the meetings and bots that the server finds. */
export function useCommands(text: string, around: Around): { commands: Command[]; isSearching: boolean } {
  const router = useRouter();
  const actions = useActions(around);
  const { meetings, bots, isSearching } = useFind(text);
  const pages: Command[] = usePages().map(({ href, label, icon }) => ({
    id: href,
    group: 'Pages',
    label,
    words: PAGE_WORDS[href],
    icon,
    run: () => router.push(href),
  }));
  const open = (address: string) => router.push(address);
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
    commands: [
      ...fixed,
      ...meetings.map((event) => meetingCommand(event, open)),
      ...(typed ? [all] : []),
      ...bots.map((bot) => botCommand(bot, open)),
    ],
    isSearching,
  };
}

const PAGE_WORDS: Record<string, string> = {
  '/meetings': 'agenda week home',
  '/auto-schedule': 'rules bot settings',
  '/calendars': 'accounts google health',
  '/activity': 'history log export',
  '/administration': 'people users disable remove administrators',
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

function meetingCommand(event: CalendarEvent, open: (address: string) => void): Command {
  const { id, title, start_time: start, is_all_day: isAllDay } = event;
  return {
    id,
    group: 'Meetings',
    label: title ?? 'Untitled meeting',
    detail: isAllDay ? dayOf(start) : timeOf(start),
    icon: CalendarDays,
    run: () => open(`/meetings?${new URLSearchParams({ day: dayKey(start), event: id })}`),
  };
}

function botCommand(bot: ScheduledBotRow, open: (address: string) => void): Command {
  return {
    id: bot.bot_id,
    group: 'Bots',
    label: bot.title,
    detail: `${STATUS_LABELS[bot.status]} · ${timeOf(bot.meeting_start)}`,
    icon: Bot,
    run: () => open(`/bots?${new URLSearchParams({ bot_id: bot.bot_id })}`),
  };
}

function timeOf(start: string): string {
  return `${dayOf(start)}, ${timeOfDay(start)}`;
}

function dayOf(start: string): string {
  return relativeDay(start, Date.now()) ?? shortDate(start);
}
