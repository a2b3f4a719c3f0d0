import { ApiError, callApi } from '@/components/api-client';
import type { CalendarEvent } from '@/lib/contract/events';
import type { overrideResponse } from '@/lib/contract/recurrence';
import type { restoreBotsResponse, scheduleResponse } from '@/lib/contract/schedule';
import type { BotChange } from '../bot-changes';
import { OVERRIDES } from '../bot-choice';

/** `decision`: null where the request does not tell it. */
export type Answer = { removed: string[]; decision: CalendarEvent['decision'] | null };

/** No answer takes longer, or none comes. */
const ANSWER_MS = 20_000;

/** Sends a change. It may be sent twice: what is stored already is no error. */
export async function sendChange({ target, choice, restore = [] }: BotChange): Promise<Answer> {
  if (!navigator.onLine) throw new ApiError('You’re offline. The bot was not changed.', 0, 'unreachable');
  const signal = AbortSignal.timeout(ANSWER_MS);
  const id = encodeURIComponent(target.eventId);
  if (restore.length > 0) {
    const body = { bot_ids: restore };
    const { skipped } = await callApi<typeof restoreBotsResponse>('/bots/restore', {
      method: 'POST',
      body,
      signal,
    });
    const [refused] = skipped;
    if (refused) throw new ApiError(refused.reason, 200, 'not_restored');
    return { removed: [], decision: null };
  }
  if (choice === 'on' && target.hasEndedBot) {
    await callApi<typeof scheduleResponse>(`/calendar/schedule/${id}`, { method: 'POST', signal }).catch(
      (error) => {
        if (!(error instanceof ApiError && error.code === 'already_scheduled')) throw error;
      },
    );
    return { removed: [], decision: null };
  }
  const body = { override: OVERRIDES[choice] };
  const path = `/calendar/events/${id}/override`;
  const answer = await callApi<typeof overrideResponse>(path, { method: 'PUT', body, signal });
  return { removed: answer.removed_bots, decision: answer.decision };
}

/** What the API's errors mean for someone who turns a bot on or off. */
const IN_PLAIN_WORDS: Record<string, string> = {
  not_found: 'This meeting is no longer in your calendar.',
  calendar_off: 'Sync is off for this calendar. Turn it on under Calendars.',
  no_meeting_link: 'This meeting has no link a bot can join by.',
  rate_limited: 'Too many changes at once. Try again in a minute.',
};

/** Returns why a bot was not changed, in words for a person. */
export function inPlainWords(error: Error): string {
  if (error.name === 'TimeoutError') return 'Usher hasn’t answered. Check the bot, then try again.';
  return (error instanceof ApiError && IN_PLAIN_WORDS[error.code]) || error.message;
}
