import { expect, it } from 'vitest';
import { grantsCalendar, missingScopes } from './endpoints';

const scopes = (...names: string[]) =>
  ['openid', ...names.map((name) => `https://www.googleapis.com/auth/${name}`)].join(' ');

it.each([
  ['calendar', []],
  ['calendar.readonly', []],
  ['calendar.events calendar.calendarlist', []],
  ['calendar.events.readonly calendar.calendarlist.readonly', []],
  ['calendar.events calendar.calendarlist.readonly', []],
  ['calendar.events.readonly calendar.calendarlist', []],
  ['calendar.events', ['calendar.calendarlist.readonly']],
  ['calendar.events.readonly', ['calendar.calendarlist.readonly']],
  ['calendar.calendarlist', ['calendar.events.readonly']],
  ['calendar.calendarlist.readonly', ['calendar.events.readonly']],
  ['calendar.freebusy', ['calendar.readonly']],
  ['calendar.events.owned', ['calendar.readonly']],
  ['userinfo.profile', ['calendar.readonly']],
])('of %s is missing: %j', (granted, missing) => {
  const scope = scopes(...granted.split(' '));
  expect(missingScopes(scope)).toEqual(missing.map((name) => `https://www.googleapis.com/auth/${name}`));
  expect(grantsCalendar(scope)).toBe(missing.length === 0);
});

it('scopes are told apart by any white space', () => {
  expect(grantsCalendar(scopes('calendar.events', 'calendar.calendarlist').replaceAll(' ', '\n'))).toBe(true);
});
