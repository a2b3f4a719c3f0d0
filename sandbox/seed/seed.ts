import { Temporal } from 'temporal-polyfill';
import { patchEvent } from '../google/edit-events';
import { MINUTE_MS, spanOf } from '../google/time';
import type { CalendarEvent } from '../google/types';
import type { World } from '../world';
import { seedDay, seedWeekendDay } from './days';
import {
  ADA,
  addCalendars,
  addPeople,
  BEN,
  CHLOE,
  CUSTOMER_CALENDAR,
  holidaysOf,
  TEAM_CALENDAR,
} from './people';
import { plan } from './plan';
import { seedOthers, seedSeries } from './series';

export type SeedName = 'demo' | 'empty';

const DAYS_BACK = 7;
const DAYS_AHEAD = 28;

/** Clears the world and fills it: with the demo around now, or only with people who have empty calendars. */
export function seedWorld(world: World, name: SeedName): void {
  world.clear();
  addPeople(world);
  if (name === 'empty') return;
  addCalendars(world);
  const today = todayOf(world);
  const monday = today.subtract({ days: today.dayOfWeek - 1 });
  const ada = world.calendars.get(ADA);
  if (ada) seedSeries(world, ada, monday);
  seedOthers(world, monday);
  seedSpecials(world, today);
  seedHolidays(world, today);
  world.seededUntil = today.subtract({ days: DAYS_BACK + 1 }).toString();
  topUpDemo(world);
}

/**
 * Brings the demo up to now: fills the empty days up to four weeks ahead, adds meetings to today and tomorrow when
 * they fall on a weekend, and plans a meeting in two minutes.
 */
export function topUpDemo(world: World): void {
  const today = todayOf(world);
  const ada = world.calendars.get(ADA);
  const until = today.add({ days: DAYS_AHEAD });
  const seeded = world.seededUntil ?? today.subtract({ days: 1 }).toString();
  for (
    let day = Temporal.PlainDate.from(seeded).add({ days: 1 });
    Temporal.PlainDate.compare(day, until) <= 0;
    day = day.add({ days: 1 })
  ) {
    for (const email of [ADA, BEN, CHLOE]) {
      const calendar = world.calendars.get(email);
      if (calendar) seedDay(world, calendar, day, email === ADA ? 4 : 2);
    }
    if (Temporal.PlainDate.compare(Temporal.PlainDate.from(seeded), until) < 0)
      world.seededUntil = day.toString();
  }
  if (!ada) return;
  seedWeekendDay(world, ada, today);
  seedWeekendDay(world, ada, today.add({ days: 1 }));
  seedStartingSoon(world);
}

function todayOf(world: World): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(world.now().getTime())
    .toZonedDateTimeISO('Europe/Stockholm')
    .toPlainDate();
}

/** Plans the meeting in two minutes: moves the one of an earlier start there, unless it starts within ten minutes. */
function seedStartingSoon(world: World): void {
  const calendar = world.calendars.get(ADA);
  if (!calendar) return;
  const nowMs = world.now().getTime();
  const startOf = (event: CalendarEvent) => spanOf(event, calendar.timeZone)?.start ?? 0;
  const earlier = calendar.events
    .values()
    .filter((event) => event.summary === DESIGN_REVIEW && event.status === 'confirmed')
    .sort((one, other) => startOf(one) - startOf(other))
    .at(-1);
  if (earlier && startOf(earlier) > nowMs && startOf(earlier) < nowMs + 10 * MINUTE_MS) return;
  const start = Temporal.Instant.fromEpochMilliseconds(
    Math.floor((nowMs + 2 * MINUTE_MS) / 1000) * 1000,
  ).toZonedDateTimeISO(calendar.timeZone);
  if (earlier) {
    const at = (time: Temporal.ZonedDateTime) => ({ dateTime: time.toString({ timeZoneName: 'never' }) });
    const times = { start: at(start), end: at(start.add({ minutes: 30 })) };
    patchEvent(calendar, earlier.id, times, { now: world.now() });
    return;
  }
  plan(world, calendar, {
    slug: `design-review-${start.epochMilliseconds}`,
    title: DESIGN_REVIEW,
    day: start.toPlainDate(),
    time: start.toPlainTime().toString(),
    minutes: 30,
    link: ['meet', 'conference'],
    notes: 'Walk through the new first-run screens and decide what ships this week.',
    with: [BEN, CHLOE, 'mei@northwind.example', 'dana@lumen.example'],
  });
}

const DESIGN_REVIEW = 'Design review: onboarding';

/** Plans one of each kind of event that is not an ordinary meeting, on the working days around today. */
function seedSpecials(world: World, today: Temporal.PlainDate): void {
  const ada = world.calendars.get(ADA);
  const team = world.calendars.get(TEAM_CALENDAR);
  const customers = world.calendars.get(CUSTOMER_CALENDAR);
  if (!ada || !team || !customers) return;
  const workday = (number: number) => {
    let day = today;
    for (let left = number; left > 0 || day.dayOfWeek > 5; day = day.add({ days: 1 })) {
      if (day.dayOfWeek <= 5) left -= 1;
      if (left <= 0 && day.add({ days: 1 }).dayOfWeek <= 5) return day.add({ days: 1 });
    }
    return day;
  };
  plan(world, ada, { slug: 'working-from', title: 'Home', day: today, more: { eventType: 'workingLocation', transparency: 'transparent', visibility: 'public', workingLocationProperties: { type: 'homeOffice', homeOffice: {} } } });
  plan(world, ada, { slug: 'office-day', title: 'Office', day: workday(1), more: { eventType: 'workingLocation', transparency: 'transparent', visibility: 'public', workingLocationProperties: { type: 'officeLocation', officeLocation: { label: 'Stockholm, floor 4' } } } });
  plan(world, ada, { slug: 'out-of-office', title: 'Out of office: dentist', day: workday(3), time: '08:00', minutes: 75, more: { eventType: 'outOfOffice', outOfOfficeProperties: { autoDeclineMode: 'declineNone' } } });
  plan(world, ada, { slug: 'offsite', title: 'Design off-site', day: workday(6), days: 2, room: 'Vaxholm', more: { transparency: 'transparent' } });
  plan(world, ada, { slug: 'declined', title: 'Vendor pitch: expense reports', day: workday(1), time: '17:00', link: ['zoom', 'plain'], organizer: 'sam@brightworks.example', with: ['priya@northwind.example'], answer: 'declined' });
  plan(world, ada, { slug: 'unanswered', title: 'Partner summit: preparation', day: workday(2), time: '17:00', link: ['teams', 'safelink'], organizer: 'marcus@halden.example', with: ['sigrun@halden.example'], answer: 'needsAction' });
  plan(world, ada, { slug: 'tentative', title: 'Podcast recording', day: workday(3), time: '17:00', link: ['whereby', 'location'], organizer: 'dana@lumen.example', with: ['dana@lumen.example'], answer: 'tentative' });
  plan(world, ada, { slug: 'private', title: 'Salary talk', day: workday(4), time: '09:30', link: ['meet', 'conference'], organizer: 'priya@northwind.example', with: [], more: { visibility: 'private' } });
  plan(world, ada, { slug: 'parcel', title: 'Pick up parcel', day: today, time: '18:15', minutes: 15, more: { transparency: 'transparent' } });

  plan(world, team, { slug: 'demo-day', title: 'Demo day', day: today.subtract({ days: 17 + today.dayOfWeek }), time: '14:00', minutes: 60, rules: ['RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TH'], link: ['meet', 'conference'], with: [ADA, BEN, CHLOE] });
  plan(world, team, { slug: 'release-train', title: 'Release train', day: workday(1), time: '15:30', minutes: 15, rules: ['RRULE:FREQ=DAILY;INTERVAL=7;COUNT=10'], link: ['zoom', 'location'], with: [ADA, BEN] });
  plan(world, team, { slug: 'freeze', title: 'Code freeze', day: workday(8), days: 3 });
  for (const [index, company] of ['Halden', 'Lumen', 'Cedar Bank', 'Brightworks', 'Meridian'].entries()) {
    const platforms = ['teams', 'webex', 'zoom', 'bluejeans', 'goto'] as const;
    const places = ['html', 'html', 'safelink', 'location', 'plain'] as const;
    plan(world, customers, { slug: `customer-${index}`, title: `${company}: renewal`, day: workday(index * 2 + 1), time: '12:30', link: [platforms[index] ?? 'zoom', places[index] ?? 'location'], notes: 'Renewal terms &amp; open tickets.', with: [ADA, CHLOE, ['sigrun@halden.example', 'dana@lumen.example', 'leila@cedarbank.example', 'sam@brightworks.example', 'irene@meridian.example'][index] ?? ''] });
  }
} // biome-ignore format: a table of meetings

function seedHolidays(world: World, today: Temporal.PlainDate): void {
  for (const email of world.people.keys()) {
    const holidays = holidaysOf(email);
    const calendar = holidays && world.calendars.get(holidays.id);
    if (!holidays || !calendar) continue;
    for (const [monthDay, title] of holidays.days) {
      for (const year of [today.year - 1, today.year, today.year + 1]) {
        const day = Temporal.PlainDate.from(`${year}-${monthDay}`);
        plan(world, calendar, {
          slug: `${year}-${monthDay}`,
          title,
          day,
          more: { transparency: 'transparent', visibility: 'public' },
        });
      }
    }
  }
}
