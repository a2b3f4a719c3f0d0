import type { Temporal } from 'temporal-polyfill';
import type { Calendar } from '../google/calendar';
import type { CalendarEvent } from '../google/types';
import type { World } from '../world';
import { ADA, BEN, CHLOE } from './people';
import { changeInstance, type Plan, plan } from './plan';

const basic = (day: Temporal.PlainDate) => day.toString().replace(/-/g, '');
const weekday = (day: Temporal.PlainDate, number: number) => day.add({ days: number - 1 });

/**
 * Ada's series, anchored some weeks back: every pattern of recurrence, with an exception of each kind around
 * this week. `monday` is this week's.
 */
export function seedSeries(world: World, calendar: Calendar, monday: Temporal.PlainDate): void {
  const anchor = monday.subtract({ weeks: 3 });
  const put = (meeting: Plan) => plan(world, calendar, meeting);
  const soon = monday.add({ weeks: 1 });

  const standUp = put({
    slug: 'stand-up', title: 'Daily stand-up', day: anchor, time: '09:15', minutes: 15,
    rules: ['RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'], link: ['meet', 'conference'],
    with: [BEN, 'nadia@northwind.example', 'jonas@northwind.example', 'mei@northwind.example'],
  });
  const weekly = put({
    slug: 'product-weekly', title: 'Product weekly', day: anchor, time: '10:00', minutes: 45,
    rules: ['RRULE:FREQ=WEEKLY'], link: ['zoom', 'location'], notes: 'Agenda in the shared notes.',
    with: [BEN, CHLOE, 'priya@northwind.example', 'tomas@northwind.example'],
  });
  put({
    slug: 'sprint-planning', title: 'Sprint planning', day: weekday(anchor, 3), time: '13:00', minutes: 60,
    rules: ['RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=WE'], link: ['teams', 'html'], organizer: 'jonas@northwind.example',
    notes: 'Please refine your stories before we start &amp; bring estimates.', with: [BEN, 'mei@northwind.example'],
  });
  const pairing = put({
    slug: 'pairing', title: 'Pairing with Ben', day: weekday(anchor, 2), time: '11:00', minutes: 45,
    rules: ['RRULE:FREQ=WEEKLY;BYDAY=TU,TH'], link: ['whereby', 'location'], with: [BEN],
  });
  const oneToOne = put({
    slug: 'one-to-one', title: '1:1 Ada / Priya', day: weekday(anchor, 2), time: '14:00', minutes: 30,
    rules: ['RRULE:FREQ=WEEKLY', `EXDATE;TZID=Europe/Stockholm:${basic(weekday(soon, 2))}T140000`],
    link: ['meet', 'conference'], organizer: 'priya@northwind.example', with: [], more: { visibility: 'private' },
  });
  put({
    slug: 'new-york-sync', title: 'New York sync', day: weekday(anchor, 3), time: '11:00', minutes: 30,
    timeZone: 'America/New_York', rules: ['RRULE:FREQ=WEEKLY;BYDAY=WE'], link: ['zoom', 'conference'],
    organizer: CHLOE, with: [BEN], notes: 'In New York’s time: mind the weeks when the clocks differ.',
  });
  put({
    slug: 'security-audit', title: 'Security audit check-in', day: weekday(anchor, 4), time: '15:00', minutes: 30,
    rules: [`RRULE:FREQ=WEEKLY;UNTIL=${basic(weekday(monday, 4).add({ weeks: 2 }))}T225959Z`], link: ['goto', 'plain'],
    organizer: 'irene@meridian.example', with: ['irene@meridian.example', 'oleksandr@northwind.example'],
  });
  put({
    slug: 'onboarding-nadia', title: 'Onboarding: Nadia', day: monday, time: '16:30', minutes: 25,
    rules: ['RRULE:FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;COUNT=8'], link: ['meet', 'conference'], with: ['nadia@northwind.example'],
  });
  put({
    slug: 'retro', title: 'Retrospective', day: weekday(monday, 5), time: '14:00', minutes: 45,
    rules: ['RRULE:FREQ=WEEKLY;INTERVAL=3'], link: ['teams-meet', 'location'], with: [BEN, 'jonas@northwind.example'],
  });
  put({
    slug: 'all-hands', title: 'All hands', day: lastFriday(anchor.subtract({ months: 2 })), time: '15:00', minutes: 45,
    rules: ['RRULE:FREQ=MONTHLY;BYDAY=-1FR'], link: ['webex', 'html'], organizer: 'tomas@northwind.example',
    notes: 'Numbers, news &amp; questions.', with: [BEN, CHLOE, 'priya@northwind.example'],
  });
  put({
    slug: 'board-update', title: 'Board update', day: anchor.subtract({ months: 3 }).with({ day: 15 }), time: '17:30', minutes: 30,
    rules: ['RRULE:FREQ=MONTHLY;BYMONTHDAY=15'], link: ['webex', 'location'], with: ['leila@cedarbank.example'],
  });
  put({
    slug: 'metrics', title: 'Metrics review', day: firstWorkday(anchor.subtract({ months: 2 })), time: '12:15', minutes: 40,
    rules: ['RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1'], link: ['meet', 'conference'], with: [CHLOE],
  });
  put({
    slug: 'customer-council', title: 'Customer council', day: weekday(anchor, 4), time: '16:15', minutes: 60,
    rules: ['RRULE:FREQ=WEEKLY;INTERVAL=4;COUNT=6', `RDATE;TZID=Europe/Stockholm:${basic(weekday(monday, 2).add({ weeks: 1 }))}T161500`],
    link: ['zoom', 'redirect'], with: ['dana@lumen.example', 'sigrun@halden.example', 'sam@brightworks.example'],
  });
  put({
    slug: 'annual-planning', title: 'Annual planning kick-off', day: weekday(monday, 3).add({ weeks: 1 }).subtract({ years: 2 }),
    time: '10:00', minutes: 90, rules: ['RRULE:FREQ=YEARLY'], link: ['bluejeans', 'location'], with: [BEN, CHLOE],
  });
  put({
    slug: 'focus', title: 'Focus time', day: anchor, time: '08:00', minutes: 60,
    rules: ['RRULE:FREQ=WEEKLY;BYDAY=MO,WE,FR'],
    more: { eventType: 'focusTime', focusTimeProperties: { autoDeclineMode: 'declineNone', chatStatus: 'doNotDisturb' } },
  });
  put({
    slug: 'lunch', title: 'Team lunch', day: weekday(anchor, 5), time: '12:00', minutes: 60,
    rules: ['RRULE:FREQ=WEEKLY;BYDAY=FR'], room: 'Kungsträdgården, by the fountain', with: [BEN, 'mei@northwind.example'],
  });

  const change = (master: CalendarEvent, day: Temporal.PlainDate, changes: Parameters<typeof changeInstance>[2]) =>
    changeInstance(calendar, { master, day }, changes, world.now());
  change(weekly, monday, { time: '15:00', minutes: 45 });
  change(weekly, soon, { time: '11:15', minutes: 60, summary: 'Product weekly (with roadmap)' });
  change(standUp, weekday(soon, 4), { status: 'cancelled' });
  change(standUp, weekday(soon, 2), { time: '09:40', minutes: 15 });
  change(pairing, weekday(soon, 2), { summary: 'Pairing with Ben: calendar sync', time: '11:00', minutes: 90 });
  const declined = (oneToOne.attendees ?? []).map((guest) => ({
    ...guest,
    ...(guest.email === ADA && { responseStatus: 'declined' }),
  }));
  change(oneToOne, weekday(monday, 2).add({ weeks: 2 }), { attendees: declined });
} // biome-ignore format: a table of meetings

function lastFriday(day: Temporal.PlainDate): Temporal.PlainDate {
  const last = day.with({ day: day.daysInMonth });
  return last.subtract({ days: (last.dayOfWeek + 2) % 7 });
}

function firstWorkday(day: Temporal.PlainDate): Temporal.PlainDate {
  const first = day.with({ day: 1 });
  return first.dayOfWeek > 5 ? first.add({ days: 8 - first.dayOfWeek }) : first;
}

/** Plans a few series of the other two people, so that their calendars look used as well. */
export function seedOthers(world: World, monday: Temporal.PlainDate): void {
  const anchor = monday.subtract({ weeks: 3 });
  for (const email of [BEN, CHLOE]) {
    const calendar = world.calendars.get(email);
    if (!calendar) continue;
    const daily = { day: anchor, rules: ['RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'] };
    plan(world, calendar, { ...daily, slug: 'triage', title: 'Support triage', time: '09:30', minutes: 20, link: ['meet', 'conference'], with: ['mei@northwind.example'] });
    plan(world, calendar, { slug: 'pipeline', title: 'Pipeline review', day: weekday(anchor, 2), time: '14:00', minutes: 45, rules: ['RRULE:FREQ=WEEKLY'], link: ['zoom', 'location'], with: ['priya@northwind.example', 'dana@lumen.example'] });
    plan(world, calendar, { slug: 'mentoring', title: 'Mentoring', day: weekday(anchor, 4), time: '16:00', minutes: 30, rules: ['RRULE:FREQ=WEEKLY;INTERVAL=2'], link: ['teams', 'html'], with: ['yuki@northwind.example'], more: { visibility: 'private' } });
  }
} // biome-ignore format: a table of meetings
