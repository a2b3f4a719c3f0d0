import { expect } from 'vitest';
import { sweep } from '@/inngest/sweep';
import { scheduleBot } from '@/lib/scheduling/schedule-bot';
import { type Account, newAccount, scheduleBody } from './account';
import { control, inbox, MINUTE, now, pass, received, runJobs } from './harness';

/** The provider's call that creates a bot. */
export const CREATE = { path: 'create_bot' };
/** A fault: the provider creates the bot, and its answer is lost. */
export const LOST = { match: CREATE, times: 1, effect: { afterWork: true, cutConnection: true } };
export const OTHER_LINK = 'https://us02web.zoom.us/j/5551234567';

/** Returns an account with a meeting in half an hour and a bot scheduled for it. */
export async function withBot(fields: object = {}, booking: object = {}) {
  const account = await newAccount();
  const google = await account.add('Standup', 30 * MINUTE, fields);
  await account.sync();
  const event = await account.event(google.id);
  const { bot_id: botId } = await scheduleBot(account.user, event.id, scheduleBody(booking), 'api', now());
  return { account, google, event, botId };
}

/** Returns the same with the bot in the meeting. */
export async function withBotInside(fields: object = {}, booking: object = {}) {
  const made = await withBot(fields, booking);
  pass(29 * MINUTE);
  await runJobs();
  await advance(made.account, 'bot.inmeeting');
  expect((await made.account.bot()).status).toBe('InMeeting');
  return made;
}

/** Moves the newest bot to a step at the provider, and waits until its reports have been received. */
export async function advance(account: Account, to: string, reason?: string): Promise<void> {
  const bots = await account.bots();
  const { providerBotId } = bots.findLast((bot) => bot.providerBotId) ?? {};
  const told = inbox.webhooks.length;
  const before = (await control('GET', `/bots/${providerBotId}`)).history.length;
  const { history } = await control('POST', `/bots/${providerBotId}/advance`, { to, reason });
  await received('webhooks', told + history.length - before);
}

/** Lets a minute pass, sweeps, and runs the jobs. */
export async function minute(ms = MINUTE): Promise<void> {
  pass(ms);
  await sweep(now());
  await runJobs();
}
