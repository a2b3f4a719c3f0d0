import type { AccessRole } from '../google/types';
import type { Person, World } from '../world';

export const ADA = 'ada@northwind.example';
export const BEN = 'ben@northwind.example';
export const CHLOE = 'chloe@northwind.example';

export const TEAM_CALENDAR = 'c_product_team@group.calendar.google.com';
export const CUSTOMER_CALENDAR = 'c_customer_calls@group.calendar.google.com';
const ARCHIVE_CALENDAR = 'c_meridian_archive@group.calendar.google.com';

const PEOPLE: Person[] = [
  { email: ADA, sub: '104829137560218834501', name: 'Ada Lindqvist', timeZone: 'Europe/Stockholm', color: '#7c4a8d' },
  { email: BEN, sub: '110372945518260047733', name: 'Ben Okafor', timeZone: 'Europe/London', color: '#1f7a63' },
  { email: CHLOE, sub: '117650093284416602918', name: 'Chloe Martin', timeZone: 'America/New_York', color: '#b4542c' },
]; // biome-ignore format: a table

/** Names of the people in the demo's meetings, by address. */
export const NAMES: Record<string, string> = {
  ...Object.fromEntries(PEOPLE.map(({ email, name }) => [email, name])),
  'nadia@northwind.example': 'Nadia Haddad',
  'jonas@northwind.example': 'Jonas Weber',
  'mei@northwind.example': 'Mei-Ling Chou',
  'tomas@northwind.example': 'Tomás Ferreira',
  'priya@northwind.example': 'Priya Raman',
  'yuki@northwind.example': '佐藤 由紀',
  'oleksandr@northwind.example': 'Олександр Коваль',
  'sigrun@halden.example': 'Sigrún Þórarinsdóttir',
  'marcus@halden.example': 'Marcus Lund',
  'dana@lumen.example': 'Dana Whitfield',
  'rafael@lumen.example': 'Rafael Ortega de la Fuente y Montemayor-Castellanos',
  'irene@meridian.example': 'Irene Papadopoulou',
  'sam@brightworks.example': 'Sam Keller',
  'leila@cedarbank.example': 'ليلى منصور',
};

type Listing = [
  id: string,
  role: AccessRole,
  color: string,
  extra?: { hidden?: boolean; selected?: boolean; primary?: boolean },
];

const HOLIDAYS: Record<string, { id: string; summary: string; days: [string, string][] }> = {
  [ADA]: {
    id: 'sv.swedish#holiday@group.v.calendar.google.com',
    summary: 'Holidays in Sweden',
    days: [['01-01', 'New Year’s Day'], ['01-06', 'Epiphany'], ['05-01', 'First of May'], ['06-06', 'National Day'],
      ['12-24', 'Christmas Eve'], ['12-25', 'Christmas Day'], ['12-26', 'Boxing Day'], ['12-31', 'New Year’s Eve']],
  },
  [BEN]: {
    id: 'en.uk#holiday@group.v.calendar.google.com',
    summary: 'Holidays in the United Kingdom',
    days: [['01-01', 'New Year’s Day'], ['12-25', 'Christmas Day'], ['12-26', 'Boxing Day'], ['12-31', 'New Year’s Eve']],
  },
  [CHLOE]: {
    id: 'en.usa#holiday@group.v.calendar.google.com',
    summary: 'Holidays in the United States',
    days: [['01-01', 'New Year’s Day'], ['07-04', 'Independence Day'], ['11-11', 'Veterans Day'], ['12-25', 'Christmas Day']],
  },
}; // biome-ignore format: a table

/** Returns the holidays of a person's read-only calendar, as month-day and name. */
export const holidaysOf = (email: string) => HOLIDAYS[email];

/** Adds the three people, each with an empty primary calendar. */
export function addPeople(world: World): void {
  for (const person of PEOPLE) {
    world.addPerson(person);
    const { email, timeZone, color } = person;
    world.addCalendar({ id: email, owner: email, summary: email, timeZone, pushSupported: true });
    list(world, email, [email, 'owner', color, { primary: true }]);
  }
}

/** Adds the other calendars: shared ones, those of other people, a hidden one, and read-only ones that refuse push. */
export function addCalendars(world: World): void {
  const group = (id: string, summary: string, description: string, owner = ADA) =>
    world.addCalendar({ id, owner, summary, description, timeZone: 'Europe/Stockholm', pushSupported: true });
  group(TEAM_CALENDAR, 'Product team', 'Ceremonies and shared meetings of the product team');
  group(CUSTOMER_CALENDAR, 'Customer calls', 'Calls with customers and partners');
  group(ARCHIVE_CALENDAR, 'Meridian project (archived)', 'Finished in spring');
  for (const { email, timeZone } of PEOPLE) {
    const holidays = HOLIDAYS[email];
    if (!holidays) continue;
    const { id, summary } = holidays;
    world.addCalendar({ id, owner: id, summary, timeZone, pushSupported: false });
  }
  const team = '#0b8043';
  const holiday = '#16a765';
  list(world, ADA, [TEAM_CALENDAR, 'owner', team], [CUSTOMER_CALENDAR, 'owner', '#d06b64'],
    [BEN, 'reader', '#4986e7', { selected: false }], [HOLIDAYS[ADA]?.id ?? '', 'reader', holiday],
    [ARCHIVE_CALENDAR, 'owner', '#9a9cff', { hidden: true, selected: false }]);
  list(world, BEN, [TEAM_CALENDAR, 'writer', team], [ADA, 'freeBusyReader', '#4986e7', { selected: false }],
    [HOLIDAYS[BEN]?.id ?? '', 'reader', holiday]);
  list(world, CHLOE, [TEAM_CALENDAR, 'reader', team], [CUSTOMER_CALENDAR, 'writer', '#d06b64', { selected: false }],
    [HOLIDAYS[CHLOE]?.id ?? '', 'reader', holiday]);
} // biome-ignore format: a table

function list(world: World, email: string, ...listings: Listing[]): void {
  for (const [calendarId, accessRole, backgroundColor, extra] of listings) {
    world.list(email, {
      calendarId,
      accessRole,
      selected: true,
      backgroundColor,
      foregroundColor: '#ffffff',
      ...extra,
    });
  }
}
