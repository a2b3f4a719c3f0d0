import {
  Bot,
  CalendarCheck2,
  CalendarCog,
  CalendarDays,
  History,
  type LucideIcon,
  Settings,
  UsersRound,
} from 'lucide-react';

export type Page = {
  href: string;
  label: string;
  /** For the bar at the bottom of a phone, which has little room. */
  short?: string;
  icon: LucideIcon;
  /** Whether the bar has it; the others are one tap away, under “More”. */
  isDaily: boolean;
  isForAdministrators?: true;
};

/** The pages of the dashboard, in the order of the navigation. */
export const PAGES: readonly Page[] = [
  { href: '/meetings', label: 'Meetings', icon: CalendarDays, isDaily: true },
  { href: '/bots', label: 'Bots', icon: Bot, isDaily: true },
  { href: '/auto-schedule', label: 'Auto-schedule', short: 'Auto', icon: CalendarCheck2, isDaily: true },
  { href: '/calendars', label: 'Calendars', icon: CalendarCog, isDaily: false },
  { href: '/activity', label: 'Activity', icon: History, isDaily: true },
  { href: '/settings', label: 'Settings', icon: Settings, isDaily: false },
  {
    href: '/administration',
    label: 'Administration',
    icon: UsersRound,
    isDaily: false,
    isForAdministrators: true,
  },
];
