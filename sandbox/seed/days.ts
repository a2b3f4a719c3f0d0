import { createHash } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import type { Calendar } from '../google/calendar';
import type { World } from '../world';
import { BEN, CHLOE } from './people';
import { type Plan, plan } from './plan';

type Idea = Pick<
  Plan,
  'title' | 'minutes' | 'link' | 'notes' | 'room' | 'with' | 'answer' | 'organizer' | 'more'
>;

/** Single meetings of a product manager; each day takes a few, by a draw that depends only on the date. */
const IDEAS: Idea[] = [
  { title: 'Checkout flow: usability findings', minutes: 45, link: ['meet', 'conference'], with: ['mei@northwind.example', BEN] },
  { title: 'Halden: quarterly business review', minutes: 45, link: ['teams', 'html'], organizer: 'sigrun@halden.example', notes: 'Looking forward to seeing you &amp; the team.', with: ['marcus@halden.example'] },
  { title: 'Interview: senior backend engineer', minutes: 45, link: ['zoom', 'location'], with: ['jonas@northwind.example'], more: { visibility: 'private' } },
  { title: 'Pricing page copy', minutes: 30, link: ['whereby', 'plain'], with: ['priya@northwind.example'] },
  { title: 'Lumen pilot: weekly numbers', minutes: 30, link: ['zoom', 'redirect'], with: ['dana@lumen.example', 'rafael@lumen.example'] },
  { title: 'Incident review: delayed notifications', minutes: 30, link: ['meet', 'conference'], with: ['oleksandr@northwind.example', BEN] },
  { title: 'Contract questions', minutes: 30, link: ['teams-meet', 'safelink'], organizer: 'leila@cedarbank.example', with: ['leila@cedarbank.example'] },
  { title: 'Coffee with Tomás', minutes: 30, room: 'Café Pascal, Norrtullsgatan 4', with: ['tomas@northwind.example'] },
  { title: 'API design: webhooks', minutes: 45, link: ['meet', 'conference'], with: [BEN, 'jonas@northwind.example'] },
  { title: 'Brightworks demo', minutes: 30, link: ['webex', 'location'], with: ['sam@brightworks.example'], answer: 'tentative' },
  { title: 'Roadmap: what we drop', minutes: 45, link: ['zoom', 'conference'], with: ['priya@northwind.example', CHLOE] },
  { title: 'Research read-out', minutes: 30, link: ['meet', 'conference'], organizer: 'mei@northwind.example', with: [CHLOE], answer: 'needsAction' },
  { title: '四半期レビュー・東京チーム', minutes: 30, link: ['zoom', 'html'], organizer: 'yuki@northwind.example', with: ['yuki@northwind.example'] },
  { title: 'Обзор релиза', minutes: 30, link: ['meet', 'conference'], organizer: 'oleksandr@northwind.example', with: [BEN] },
  { title: 'Meridian: data processing agreement', minutes: 45, link: ['goto', 'location'], organizer: 'irene@meridian.example', with: ['irene@meridian.example'] },
  { title: 'Budget draft', minutes: 30, with: ['priya@northwind.example'], notes: 'Spreadsheet is attached to the notes.' },
  { title: 'Office hours', minutes: 60, link: ['bluejeans', 'plain'], notes: 'Drop in with anything.' },
  { title: 'Accessibility review of the new navigation, including keyboard order, contrast and what screen readers say about it', minutes: 30, link: ['meet', 'conference'], with: ['mei@northwind.example'] },
  { title: 'Launch checklist', minutes: 25, link: ['whereby', 'location'], with: [BEN, 'tomas@northwind.example'] },
  { title: 'Hiring sync', minutes: 25, link: ['teams', 'location'], organizer: 'priya@northwind.example', with: ['jonas@northwind.example'], answer: 'declined' },
]; // biome-ignore format: a table of meetings

const WEEKEND: [string, Idea][] = [
  ['10:00', { title: 'Release watch', minutes: 30, link: ['meet', 'conference'], with: [BEN, 'oleksandr@northwind.example'] }],
  ['13:30', { title: 'Migration rehearsal', minutes: 60, link: ['zoom', 'location'], with: [BEN, 'jonas@northwind.example'] }],
  ['16:00', { title: 'Keynote run-through', minutes: 45, link: ['teams-meet', 'html'], with: [CHLOE], notes: 'Slides &amp; demo, end to end.' }],
  ['18:00', { title: 'Volunteers’ call: code club', minutes: 30, link: ['whereby', 'plain'], with: ['sam@brightworks.example'] }],
  ['20:00', { title: 'Handover to the night shift', minutes: 20, link: ['webex', 'location'], with: ['yuki@northwind.example'], answer: 'tentative' }],
]; // biome-ignore format: a table of meetings

/** Hours that the series leave free, by weekday. */
const SLOTS: Record<number, string[]> = {
  1: ['10:45', '13:00', '14:00', '16:00'],
  2: ['10:00', '13:00', '15:00', '15:45'],
  3: ['10:00', '11:00', '14:30', '15:30'],
  4: ['10:00', '13:00', '14:00', '15:45'],
  5: ['10:00', '11:00', '13:15', '16:00'],
};

/** Returns a number from 0 to 2^32 that depends only on the words. */
function draw(...words: (string | number)[]): number {
  return createHash('sha256').update(words.join('|')).digest().readUInt32BE();
}

/** Plans 2 to 4 single meetings on a working day; weekends stay empty. */
export function seedDay(world: World, calendar: Calendar, day: Temporal.PlainDate, most = 4): void {
  const slots = SLOTS[day.dayOfWeek] ?? [];
  const date = day.toString();
  const ordered = [...slots].sort((one, other) => draw(date, one) - draw(date, other));
  const count = Math.min(most, 2 + (draw(calendar.id, date) % 3));
  const first = draw(calendar.id, date, 'idea') % IDEAS.length;
  ordered.slice(0, count).forEach((time, index) => {
    const idea = IDEAS[(first + index * 7) % IDEAS.length];
    if (idea) plan(world, calendar, { ...idea, day, time, slug: `single-${date}-${time}` });
  });
}

/** Plans a few meetings on a weekend day, so that a first look never shows an empty day. */
export function seedWeekendDay(world: World, calendar: Calendar, day: Temporal.PlainDate): void {
  if (day.dayOfWeek < 6) return;
  for (const [time, idea] of WEEKEND) {
    plan(world, calendar, { ...idea, day, time, slug: `weekend-${day.toString()}-${time}` });
  }
}
