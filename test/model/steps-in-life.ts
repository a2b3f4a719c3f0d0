import fc from 'fast-check';
import { HOME_ZONE } from './stage';

/** The index of an item in a list of any length. */
export const index = fc.nat(1000);
export const minutes = (min: number, max: number) => fc.integer({ min, max });
/** Returns a kind of step with its fields. */
export const step = <Name extends string, Fields extends object>(
  name: Name,
  fields: { [Key in keyof Fields]: fc.Arbitrary<Fields[Key]> },
) => fc.record({ do: fc.constant(name), ...fields }) as unknown as fc.Arbitrary<{ do: Name } & Fields>;

const doubled = fc.constantFrom(false, false, true);
const override = fc.constantFrom('always' as const, 'always' as const, 'never' as const, null, null);
const scope = fc.constantFrom('one' as const, 'whole' as const);
const recurrence = fc.constantFrom(
  undefined,
  undefined,
  'RRULE:FREQ=DAILY',
  'RRULE:FREQ=DAILY;COUNT=6',
  'RRULE:FREQ=DAILY;INTERVAL=2',
  'RRULE:FREQ=WEEKLY',
);

/** Zones as Google has them: of IANA, fixed offsets, of Windows, and one that is none. */
const zone = fc.constantFrom<string>(
  'GMT+02:00',
  'UTC-03:30',
  'W. Europe Standard Time',
  'Pacific Standard Time',
  'Mars/Base',
  HOME_ZONE,
);
const mostlyHome = fc.oneof({ weight: 3, arbitrary: fc.constant(HOME_ZONE) }, { weight: 1, arbitrary: zone });

/** The steps in Google Calendar. Indexes name one of the events and meetings of that time. */
export const atGoogle = fc.oneof(
  {
    weight: 6,
    arbitrary: step('add', {
      inMinutes: fc.oneof(minutes(1, 30), minutes(20, 300)),
      lasts: minutes(15, 90),
      recurrence,
      zone: mostlyHome,
      calendar: fc.nat(1),
      hasLink: fc.constantFrom(true, true, true, true, false),
      sharesLink: fc.constantFrom(false, false, false, true),
    }),
  },
  {
    weight: 6,
    arbitrary: step('move', {
      event: index,
      meeting: index,
      scope,
      minutes: fc.oneof(minutes(-180, 240), fc.constantFrom(-2, 3, 1440, -1440)),
    }),
  },
  { weight: 2, arbitrary: step('cancel', { event: index, meeting: index, scope }) },
  { weight: 4, arbitrary: step('restore', { event: index }) },
  {
    weight: 3,
    arbitrary: step('relink', {
      event: index,
      meeting: index,
      scope,
      hasLink: fc.constantFrom(true, true, false),
      sharesLink: fc.constantFrom(false, false, true),
    }),
  },
  {
    weight: 3,
    arbitrary: step('answer', {
      event: index,
      meeting: index,
      scope,
      response: fc.constantFrom('declined' as const, 'accepted' as const),
    }),
  },
  { weight: 1, arbitrary: step('retitle', { event: index, meeting: index, scope }) },
  {
    weight: 2,
    arbitrary: step('split', {
      event: index,
      meeting: index,
      minutes: fc.constantFrom(0, 0, 30, -45),
      relinked: fc.boolean(),
    }),
  },
  {
    weight: 5,
    arbitrary: step('addAfter', {
      meeting: fc.nat(5),
      gap: fc.constantFrom(0, 0, 0, 1, 3),
      lasts: minutes(10, 60),
      overrun: fc.constantFrom(-5, 0, 2, 10, 40),
    }),
  },
  { weight: 3, arbitrary: step('changeCalendar', { event: index, meeting: index }) },
  { weight: 3, arbitrary: step('copy', { event: index, meeting: index }) },
  { weight: 2, arbitrary: step('rezone', { event: index, meeting: index, scope, zone }) },
  { weight: 1, arbitrary: step('renameAccount', { isLooking: fc.constantFrom(true, true, false) }) },
  { weight: 1, arbitrary: step('leaveList', { calendar: fc.constant(1) }) },
  { weight: 2, arbitrary: step('returnToList', { calendar: fc.constant(1) }) },
);

/** The requests of people and API clients. */
export const byPeople = fc.oneof(
  {
    weight: 9,
    arbitrary: step('schedule', {
      event: index,
      meeting: index,
      how: fc.constantFrom('one', 'next', 'all', 'autoReschedule', 'all and autoReschedule'),
      limit: fc.integer({ min: 1, max: 5 }),
      doubled,
    }),
  },
  {
    weight: 7,
    arbitrary: step('unschedule', {
      event: index,
      meeting: index,
      how: fc.constantFrom('one', 'next', 'all', 'from here'),
    }),
  },
  { weight: 2, arbitrary: step('editBot', { bot: index, offset: minutes(-20, 10), doubled }) },
  { weight: 1, arbitrary: step('deleteBot', { bot: index }) },
  { weight: 4, arbitrary: step('override', { event: index, meeting: index, scope, override, doubled }) },
  { weight: 2, arbitrary: step('autoReschedule', { event: index, enabled: fc.boolean(), doubled }) },
  {
    weight: 3,
    arbitrary: step('autoSchedule', {
      enabled: fc.constantFrom(true, true, false),
      cancelScheduled: fc.boolean(),
      doubled,
    }),
  },
  {
    weight: 1,
    arbitrary: step('rules', {
      declined: fc.boolean(),
      word: fc.constantFrom(null, null, '1', '2'),
      doubled,
    }),
  },
  { weight: 1, arbitrary: step('switchCalendar', { calendar: fc.nat(1) }) },
  { weight: 1, arbitrary: step('sync', {}) },
  { weight: 1, arbitrary: step('disconnect', { doubled }) },
  { weight: 2, arbitrary: step('connect', { doubled }) },
);
