import fc from 'fast-check';
import { atGoogle, byPeople, index, minutes, step } from './steps-in-life';

/** The mishaps. */
const mishaps = fc.oneof(
  {
    weight: 4,
    arbitrary: step('mail', {
      kind: fc.constantFrom(
        'push' as const,
        'webhook' as const,
        'webhook' as const,
        'job' as const,
        'job' as const,
      ),
      fate: fc.constantFrom('lose' as const, 'double' as const, 'delay' as const),
      count: fc.integer({ min: 1, max: 3 }),
      minutes: minutes(1, 20),
    }),
  },
  {
    weight: 4,
    arbitrary: step('fault', {
      at: fc.constantFrom('provider' as const, 'provider' as const, 'google' as const),
      what: fc.constantFrom(
        'down',
        'error',
        'lost answer',
        'nothing heard',
        'lost request',
        'busy',
        'refusal',
        'key refused',
        'token expired',
      ),
      times: fc.integer({ min: 1, max: 4 }),
      minutes: minutes(1, 30),
    }),
  },
  {
    weight: 3,
    arbitrary: step('hold', {
      at: fc.constantFrom('provider' as const, 'google' as const),
      worked: fc.boolean(),
      minutes: minutes(0, 3),
    }),
  },
  {
    weight: 2,
    arbitrary: step('kill', {
      process: fc.nat(1),
      queries: fc.integer({ min: 0, max: 25 }),
      during: fc.constantFrom(undefined, 'calendar/changed' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: step('oddReport', { bot: index, event: fc.constantFrom('bot.paused', 'bot.moved_to_lobby') }),
  },
  {
    weight: 2,
    arbitrary: step('strangerReport', {
      event: fc.constantFrom('bot.joining' as const, 'bot.recording' as const, 'bot.stopped' as const),
      status: fc.constantFrom('Stopped', 'Denied'),
      named: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: step('botEnds', {
      bot: index,
      as: fc.constantFrom('Denied', 'NotAllowed', 'Error', 'Kicked', 'Stopped'),
    }),
  },
  {
    weight: 1,
    arbitrary: step('omitFields', {
      fields: fc.constantFrom([], ['bot_id'], ['custom_attributes'], ['bot_id', 'custom_attributes']),
    }),
  },
  { weight: 1, arbitrary: step('workspaceEndpoint', { isSet: fc.constantFrom(true, true, false) }) },
  {
    weight: 3,
    arbitrary: step('lobby', {
      minutes: fc.constantFrom(1, 3, 8, 30),
      isAdmitted: fc.constantFrom(true, true, false),
    }),
  },
);

const atOnce = fc.constantFrom(false, false, true);
const time = fc.oneof(
  { weight: 8, arbitrary: step('wait', { minutes: minutes(1, 10), atOnce }) },
  { weight: 4, arbitrary: step('wait', { minutes: minutes(10, 90), atOnce }) },
  {
    weight: 9,
    arbitrary: step('waitForMeeting', {
      meeting: fc.nat(2),
      seconds: fc.integer({ min: -120, max: 300 }),
      atOnce,
    }),
  },
  { weight: 1, arbitrary: step('wait', { minutes: minutes(120, 1500), atOnce }) },
);

/** The mishaps while a bot is sent. */
const mishapsAtJoins = fc.oneof(
  {
    weight: 6,
    arbitrary: step('fault', {
      at: fc.constant('provider' as const),
      what: fc.constantFrom(
        'down',
        'error',
        'lost answer',
        'lost answer',
        'nothing heard',
        'lost request',
        'busy',
        'refusal',
        'key refused',
      ),
      times: fc.integer({ min: 1, max: 3 }),
      minutes: minutes(1, 6),
    }),
  },
  {
    weight: 3,
    arbitrary: step('hold', {
      at: fc.constantFrom('provider' as const, 'provider' as const, 'google' as const),
      worked: fc.boolean(),
      minutes: minutes(1, 3),
    }),
  },
  {
    weight: 3,
    arbitrary: step('kill', {
      process: fc.nat(1),
      queries: fc.integer({ min: 0, max: 14 }),
      during: fc.constant(undefined),
    }),
  },
  {
    weight: 2,
    arbitrary: step('mail', {
      kind: fc.constant('job' as const),
      fate: fc.constantFrom('lose' as const, 'double' as const, 'delay' as const),
      count: fc.integer({ min: 1, max: 2 }),
      minutes: minutes(1, 5),
    }),
  },
);

/** Steps at the worst time: shortly before or after the join of a meeting. */
const atTheWorstTime = fc.oneof(
  step('nearJoin', {
    meeting: fc.nat(1),
    seconds: fc.oneof(fc.integer({ min: -90, max: 90 }), fc.constantFrom(-4, -2, 0)),
    atOnce,
    what: fc.oneof({ weight: 3, arbitrary: atGoogle }, { weight: 2, arbitrary: byPeople }),
    goesOn: fc.boolean(),
  }),
  step('nearJoin', {
    meeting: fc.nat(1),
    seconds: fc.integer({ min: -90, max: -1 }),
    atOnce,
    what: mishapsAtJoins,
    goesOn: fc.constantFrom(true, true, false),
  }),
);

/** The process that syncs a change dies: before the change is stored, while it is, or just after. */
const dieSyncing = step('dieSyncing', { queries: fc.integer({ min: 0, max: 30 }), what: atGoogle });

const anyStep = fc.oneof(
  { weight: 20, arbitrary: atGoogle },
  { weight: 22, arbitrary: byPeople },
  { weight: 10, arbitrary: mishaps },
  { weight: 26, arbitrary: time },
  { weight: 22, arbitrary: atTheWorstTime },
  { weight: 3, arbitrary: dieSyncing },
);

export type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never;
type StepOf<Name extends Step['do']> = Extract<Step, { do: Name }>;

export type { StepOf };

/** The steps of one life, and when it starts. */
export type Script = { start: string; steps: Step[] };

// The second crosses the European start of DST (2027-03-28).
const STARTS = ['2027-03-01T08:00:00Z', '2027-03-27T19:00:00Z'];

/** Returns the script of a seed. */
export function scriptOf(seed: number, length: number): Script {
  const steps = fc.array(anyStep, { minLength: length, maxLength: length });
  return { start: STARTS[seed % 2] ?? '', steps: fc.sample(steps, { seed, numRuns: 1 })[0] ?? [] };
}
