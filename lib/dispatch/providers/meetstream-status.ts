import type { BotStatus } from '@/lib/scheduling/domain/bot-status';

/**
 * What a word of MeetStream's says about a bot: its state in our words, or null for a word that is no state. `isKicked`: the
 * host removed the bot.
 */
export type Told = { status: BotStatus | null; isKicked: boolean };

const STEPS = new Map<string, BotStatus>([
  ['joining', 'Joining'],
  ['waitingroom', 'WaitingRoom'],
  ['inwaitingroom', 'WaitingRoom'],
  ['inmeeting', 'InMeeting'],
  ['recording', 'Recording'],
  ['leaving', 'Leaving'],
]);
const ENDS = new Map<string, BotStatus>([
  ['stopped', 'Done'],
  ['done', 'Done'],
  ['kicked', 'Done'],
  ['notallowed', 'NotAllowed'],
  ['denied', 'Denied'],
  ['failed', 'Error'],
]);
const REASONS = new Map<string, BotStatus>([...ENDS, ['error', 'Error']]);
/** The words of `/status`: media follow the end of a bot, and are deleted one day. */
const POLLED = new Map<string, BotStatus>([
  ...STEPS,
  ...REASONS,
  ['mediaprocessing', 'Done'],
  ['mediaexpired', 'Done'],
]);
/** Words that are known, and tell no state. An event `error` is not final; what was recorded follows the end. */
const NO_STATE = /^(scheduled|uploading|error|(audio|transcription|video)\..*)$/;
const NOT_STARTED = /^(scheduled|created|queued|active|ready|pending)$/;

type Report = {
  event?: string | null | undefined;
  bot_event?: string | null | undefined;
  bot_status?: string | null | undefined;
  status_code?: number | string | null | undefined;
};

/**
 * Returns what a report tells. `event` names the step; every ending is `bot.stopped`, and why a bot ended stands in
 * `bot_event`, or without one in `bot_status`. The case of all of them varies. A word that is not known is no state.
 */
export function statusOfReport(report: Report): Told | 'unknown' {
  const event = wordOf(report.event || report.bot_event);
  const step = STEPS.get(event);
  if (step) return { status: step, isKicked: false };
  if (ENDS.has(event)) return endOf(event, report);
  return NO_STATE.test(event) ? { status: null, isKicked: false } : 'unknown';
}

/** Returns what the status route tells. A word that is not known is no state, and least of all an ending. */
export function statusOfPoll(status: string): Told | 'unknown' {
  const word = wordOf(status);
  const known = POLLED.get(word);
  if (known) return { status: known, isKicked: word === 'kicked' };
  return NOT_STARTED.test(word) ? { status: null, isKicked: false } : 'unknown';
}

function endOf(event: string, { bot_event, bot_status, status_code }: Report): Told {
  // An event that is more than "it has stopped" says itself why.
  const reasons = [bot_event, ['stopped', 'done'].includes(event) ? null : event, bot_status];
  for (const reason of reasons.map(wordOf)) {
    // `bot.done` says that all is ready, and nothing about the end; as a status it says no more.
    const status = REASONS.get(reason);
    if (status && reason !== 'done') return { status, isKicked: reason === 'kicked' };
  }
  return { status: Number(status_code) >= 500 ? 'Error' : 'Done', isKicked: false };
}

/** Returns a word in one form: `bot.InWaitingRoom`, `IN_WAITING_ROOM` and `In waiting room` are the same. */
function wordOf(word: string | null | undefined): string {
  return (word ?? '')
    .toLowerCase()
    .replace(/^\s*bot\./, '')
    .replace(/[\s_-]/g, '');
}
