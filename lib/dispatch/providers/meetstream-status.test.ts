import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BotStatus } from '@/lib/scheduling/domain/bot-status';
import { statusOfPoll, statusOfReport } from './meetstream-status';

type Fields = Parameters<typeof statusOfReport>[0];
const told = (fields: Fields) => {
  const answer = statusOfReport(fields);
  return answer === 'unknown' ? answer : answer.isKicked ? `${answer.status}, kicked` : answer.status;
};

const STEPS: [event: string, status: BotStatus][] = [
  ['bot.joining', 'Joining'],
  ['bot.in_waiting_room', 'WaitingRoom'],
  ['bot.inmeeting', 'InMeeting'],
  ['bot.recording', 'Recording'],
  ['bot.leaving', 'Leaving'],
];
const ENDS: [bot_event: string, bot_status: string, told: string][] = [
  ['bot.stopped', 'Stopped', 'Done'],
  ['bot.kicked', 'Stopped', 'Done, kicked'],
  ['bot.notallowed', 'NotAllowed', 'NotAllowed'],
  ['bot.denied', 'Denied', 'Denied'],
  ['bot.failed', 'FAILED', 'Error'],
  ['bot.failed', 'Failed', 'Error'],
  ['bot.failed', 'ERROR', 'Error'],
];

describe('A report of MeetStream', () => {
  it.each(STEPS)('%s is the state %s, whatever the rest says', (event, status) => {
    expect(told({ event })).toBe(status);
    expect(told({ event, bot_event: event, bot_status: status, status_code: 200 })).toBe(status);
    expect(told({ event, bot_event: 'bot.stopped', bot_status: 'Stopped' })).toBe(status);
    expect(told({ bot_event: event })).toBe(status);
  });

  it.each(ENDS)('bot.stopped with %s and %s is %s', (bot_event, bot_status, end) => {
    expect(told({ event: 'bot.stopped', bot_event, bot_status })).toBe(end);
    expect(told({ event: 'bot.stopped', bot_event })).toBe(end);
    expect(told({ event: 'bot.done', bot_event, bot_status })).toBe(end);
    // Some send the reason as the event.
    expect(told({ event: bot_event, bot_status })).toBe(end);
    expect(told({ bot_event, bot_status })).toBe(end);
  });

  it.each([
    ['Stopped', 'Done'],
    ['STOPPED', 'Done'],
    ['NotAllowed', 'NotAllowed'],
    ['notallowed', 'NotAllowed'],
    ['Not Allowed', 'NotAllowed'],
    ['Denied', 'Denied'],
    ['FAILED', 'Error'],
    ['Failed', 'Error'],
    ['ERROR', 'Error'],
    ['Error', 'Error'],
    ['Kicked', 'Done, kicked'],
    ['', 'Done'],
    [null, 'Done'],
    ['constructor', 'Done'],
  ])('bot.stopped without a reason ends by its bot_status %j as %s', (bot_status, end) => {
    for (const bot_event of [undefined, null, '', 'bot.something_new'])
      expect(told({ event: 'bot.stopped', bot_event, bot_status })).toBe(end);
  });

  it('branches on bot_event where bot_status says something else', () => {
    expect(told({ event: 'bot.stopped', bot_event: 'bot.failed', bot_status: 'Stopped' })).toBe('Error');
    expect(told({ event: 'bot.stopped', bot_event: 'bot.denied', bot_status: 'Stopped' })).toBe('Denied');
    expect(told({ event: 'bot.stopped', bot_event: 'bot.kicked', bot_status: 'Denied' })).toBe(
      'Done, kicked',
    );
    expect(told({ event: 'bot.stopped', bot_event: 'bot.stopped', bot_status: 'Failed' })).toBe('Done');
  });

  it('is a failure by its code alone, where nothing else tells why the bot ended', () => {
    expect(told({ event: 'bot.stopped', status_code: 500 })).toBe('Error');
    expect(told({ event: 'bot.stopped', status_code: '500' })).toBe('Error');
    expect(told({ event: 'bot.done', bot_status: 'Done', status_code: 200 })).toBe('Done');
    expect(told({ event: 'bot.stopped', bot_event: 'bot.stopped', status_code: 500 })).toBe('Done');
  });

  it.each([
    ...['bot.scheduled', 'bot.uploading', 'bot.error', 'audio.processed', 'video.processed'],
    ...['transcription.processed', 'transcription.failed', 'transcription.skipped'],
  ])('%s is known, and no state', (event) => {
    expect(told({ event, bot_status: 'Stopped' })).toBeNull();
    expect(told({ event, bot_status: 'FAILED', status_code: 500 })).toBeNull();
  });

  it.each(['bot.paused', 'bot.', '', 'stop', 'bot.constructor', '__proto__', 'bot.failed.again'])(
    'with the event %j is not known, and no state',
    (event) => {
      expect(told({ event, bot_status: 'Stopped' })).toBe('unknown');
    },
  );
});

describe('The status route of MeetStream', () => {
  const polled = (status: string) => {
    const answer = statusOfPoll(status);
    return answer === 'unknown' ? answer : answer.status;
  };

  it.each([
    ['Joining', 'Joining'],
    ['WaitingRoom', 'WaitingRoom'],
    ['InWaitingRoom', 'WaitingRoom'],
    ['InMeeting', 'InMeeting'],
    ['Recording', 'Recording'],
    ['Leaving', 'Leaving'],
    ['Stopped', 'Done'],
    ['NotAllowed', 'NotAllowed'],
    ['Denied', 'Denied'],
    ['Failed', 'Error'],
    ['FAILED', 'Error'],
    ['ERROR', 'Error'],
    ['Error', 'Error'],
    ['Done', 'Done'],
    ['MediaProcessing', 'Done'],
    ['MediaExpired', 'Done'],
  ])('says %s for %s, in any case', (status, ours) => {
    for (const form of [status, status.toLowerCase(), status.toUpperCase()]) expect(polled(form)).toBe(ours);
  });

  it.each(['Created', 'Scheduled', 'Active'])('says nothing yet with %s', (status) => {
    expect(polled(status)).toBeNull();
  });

  it.each(['', 'Paused', 'EndedSomehow', 'StoppedRecording', 'constructor', 'toString'])(
    'says no ending with %j, which is not known',
    (status) => {
      expect(polled(status)).toBe('unknown');
    },
  );
});

/** The same word in another case, with other separators. */
const formsOf = (word: string) =>
  fc.tuple(fc.infiniteStream(fc.boolean()), fc.constantFrom('', '_', '-', ' ')).map(([upper, separator]) => {
    const [prefix, name = ''] = word.startsWith('bot.') ? ['bot.', word.slice(4)] : ['', word];
    const cased = [...name.replace('_', separator)].map((letter) =>
      upper.next().value ? letter.toUpperCase() : letter.toLowerCase(),
    );
    return prefix + cased.join('');
  });

it('A report says the same in whatever form its words are written', () => {
  const words = [...STEPS.map(([event]) => [event, '', '']), ...ENDS.map((end) => ['bot.stopped', ...end])];
  const report = fc
    .constantFrom(...words)
    .chain(([event = '', bot_event = '', bot_status = '']) =>
      fc.tuple(
        fc.constant({ event, bot_event, bot_status }),
        fc.record({ event: formsOf(event), bot_event: formsOf(bot_event), bot_status: formsOf(bot_status) }),
      ),
    );
  fc.assert(fc.property(report, ([plain, odd]) => told(odd) === told(plain)));
});

it('No report ends a bot unless its event says that it has stopped', () => {
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom('Stopped', 'FAILED', 'bot.kicked', 'bot.failed', 'Denied'),
  );
  const step = fc.constantFrom(
    'bot.joining',
    'bot.inmeeting',
    'bot.error',
    'audio.processed',
    'bot.uploading',
  );
  const report = fc.record({ event: step, bot_event: text, bot_status: text, status_code: fc.integer() });
  fc.assert(
    fc.property(report, (fields) => !['Done', 'Error', 'Denied', 'NotAllowed'].includes(told(fields) ?? '')),
  );
});
