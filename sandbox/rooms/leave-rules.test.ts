import { describe, expect, it } from 'vitest';
import type { Bot } from '../bots/bot';
import { leaveRulesOf, leavingOf, type Stay } from './leave-rules';

const HOUR = 3600;
const EVER = Number.POSITIVE_INFINITY;
const person = (from: number, until: number): Stay => ({ fromMs: from * 1000, untilMs: until * 1000 });
const bot = (name: string, from: number, until = EVER): Stay => ({ ...person(from, until), botName: name });

/** Returns when a bot that came at second 0 leaves, in seconds, and why. */
function leaves(provider: Bot['provider'], request: object, others: Stay[]): [number, string] | null {
  const leaving = leavingOf(leaveRulesOf({ provider, request } as Bot), others, 0);
  return leaving && [leaving.atMs / 1000, leaving.reason];
}

const detects = (matches: string[]) => ({
  automatic_leave: {
    bot_detection: { using_participant_names: { matches, activate_after: 120, timeout: 15 } },
  },
});

describe('A bot of MeetStream leaves', () => {
  const cases: [string, object, Stay[], [number, string] | null][] = [
    ['a minute after everyone has left', {}, [person(60, 1800)], [1860, 'everyone_left']],
    ['after the time that its request asks for', { automatic_leave: { everyone_left_timeout: 5 } }, [person(60, 1800)], [1805, 'everyone_left']],
    ['after the last one of those who overrun', {}, [person(60, 1800), person(90, 2400)], [2460, 'everyone_left']],
    ['not while one comes back within the minute', {}, [person(60, 1800), person(1830, 2000)], [2060, 'everyone_left']],
    ['after ten minutes in which no one has come', {}, [], [600, 'no_one_joined']],
    ['after the time for that, in either spelling', { automatic_leave: { no_one_joined_timeout: 30 } }, [], [30, 'no_one_joined']],
    ['as if no one had come, when they come later than that', {}, [person(700, 1800)], [600, 'no_one_joined']],
    ['after four hours at the latest', {}, [person(0, 9 * HOUR)], [4 * HOUR, 'in_call']],
    ['after four hours when another bot stays', {}, [person(60, 1800), bot('Notes', 30)], [4 * HOUR, 'in_call']],
    ['after four hours when only another bot was ever there', {}, [bot('Notes', 0)], [4 * HOUR, 'in_call']],
    ['a minute after that other bot has left', {}, [person(60, 1800), bot('Notes', 30, 5000)], [5060, 'everyone_left']],
    ['soon when only bots remain that it knows by name', detects(['notes']), [person(60, 1800), bot('My Notes', 30)], [1815, 'only_bots']],
    ['not yet before it looks for bots', detects(['notes']), [bot('My Notes', 0)], [135, 'only_bots']],
    ['not for a bot of another name', detects(['otter']), [person(60, 1800), bot('My Notes', 30)], [4 * HOUR, 'in_call']],
    ['not while a person is there as well', detects(['notes']), [person(60, 3000), bot('My Notes', 30)], [3015, 'only_bots']],
    ['when no one has spoken for long, if asked to', { automatic_leave: { voice_inactivity_timeout: 200 } }, [person(60, 1800), bot('Notes', 30)], [2000, 'silence']],
  ]; // biome-ignore format: a table
  it.each(cases)('%s', (_, request, others, expected) => {
    expect(leaves('meetstream', request, others)).toEqual(expected);
  });
});

describe('A bot of Attendee leaves', () => {
  const settings = (fields: object) => ({ automatic_leave_settings: fields });
  const cases: [string, object, Stay[], [number, string] | null][] = [
    ['a minute after everyone has left', {}, [person(60, 1800)], [1860, 'everyone_left']],
    ['for silence when no one comes', {}, [], [1800, 'silence']],
    ['for silence when another bot stays', {}, [person(60, 1800), bot('Notes', 30)], [2400, 'silence']],
    ['after everyone but bots of its keywords has left', settings({ bot_keywords: ['Notes'] }), [person(60, 1800), bot('My-Notes', 30)], [1860, 'everyone_left']],
    ['not for a part of a word', settings({ bot_keywords: ['Note'] }), [person(60, 1800), bot('My-Notes', 30)], [2400, 'silence']],
    ['at its longest time, when it has one', settings({ max_uptime_seconds: 900 }), [person(0, HOUR)], [900, 'in_call']],
    ['never while people stay, by default', {}, [person(0, EVER)], null],
  ]; // biome-ignore format: a table
  it.each(cases)('%s', (_, request, others, expected) => {
    expect(leaves('attendee', request, others)).toEqual(expected);
  });
});
