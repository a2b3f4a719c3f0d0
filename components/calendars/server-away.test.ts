import { expect, it } from 'vitest';
import { jobsRunHere, serverAway } from './server-away';

const CALLED = '2027-03-01T09:00:00.000Z';
const MINUTE = 60_000;

it.each([
  [1.6, '1 minute'],
  [3, '3 minutes'],
  [59.9, '59 minutes'],
  [60, '1 hour'],
  [47 * 60, '47 hours'],
  [48 * 60, '2 days'],
  [-5, '1 minute'],
])('says in whole units for how long a server has been away: %d minutes', (minutes, time) => {
  const state = { is_away: true, last_call_at: CALLED };
  const now = Date.parse(CALLED) + minutes * MINUTE;
  expect(serverAway(state, now)).toBe(`The Inngest server hasn’t called for ${time}.`);
});

it('says that a server has never called', () => {
  expect(serverAway({ is_away: true, last_call_at: null }, 0)).toBe('The Inngest server hasn’t called yet.');
});

it('does not say that a server will be back that has never been there', () => {
  expect([CALLED, null].map((last_call_at) => jobsRunHere({ is_away: true, last_call_at }))).toEqual([
    'Usher runs its jobs itself until it is back.',
    'Usher runs its jobs itself until it calls.',
  ]);
});
