import { expect } from 'vitest';
import { sweep } from '@/inngest/sweep';
import { setBotProvider } from '@/lib/dispatch/choose-provider';
import { scheduleBot } from '@/lib/scheduling/schedule-bot';
import { type Account, newAccount, scheduleBody } from './account';
import { control, inbox, MINUTE, now, overHttps, pass, received, runJobs, sandbox } from './harness';

/** The provider's call that creates a bot. */
export const CREATE = { path: 'create_bot' };
/** A fault: the provider creates the bot, and its answer is lost. */
export const LOST = { match: CREATE, times: 1, effect: { afterWork: true, cutConnection: true } };
export const OTHER_LINK = 'https://us02web.zoom.us/j/5551234567';

/** Returns an account with a meeting in half an hour and a bot scheduled for it. */
export async function withBot(fields: object = {}, booking: object = {}) {
  return scheduleFor(await newAccount(), fields, booking);
}

async function scheduleFor(account: Account, fields: object, booking: object) {
  const google = await account.add('Standup', 30 * MINUTE, fields);
  await account.sync();
  const event = await account.event(google.id);
  const { bot_id: botId } = await scheduleBot(account.user, event.id, scheduleBody(booking), {
    actor: 'api',
    now: now(),
  });
  return { account, google, event, botId };
}

/** Returns the same with the bot in its meeting. */
export async function withBotInside(fields: object = {}, booking: object = {}) {
  const made = await withBot(fields, booking);
  pass(29 * MINUTE);
  await runJobs();
  await advance(made.account, 'bot.inmeeting');
  expect((await made.account.bot()).status).toBe('InMeeting');
  return made;
}

export type ProviderName = 'meetstream' | 'attendee';

export const chooseProvider = (account: Account, provider: ProviderName | null) =>
  setBotProvider(account.user.id, account.connection.id, provider, { actor: 'api', now: now() });

/** Returns the same with a provider chosen for the account; null leaves the installation's. Both providers can report. */
export async function withBotOf(provider: ProviderName | null) {
  const account = await newAccount();
  overHttps();
  if (provider) await chooseProvider(account, provider);
  return scheduleFor(account, {}, {});
}

/** Returns the same with the bot sent. */
export async function withSentBotOf(provider: ProviderName | null) {
  const made = await withBotOf(provider);
  pass(29 * MINUTE);
  await runJobs();
  return made;
}

/** Returns the bots that the providers have created. */
export const atProvider = () => [...sandbox.world.bots.values()];
/** Returns those of them that have not left. */
export const joinedBots = () => atProvider().filter((bot) => !['Stopped', 'Done'].includes(bot.status));

/** Moves the newest bot of all providers to a step. */
export const advanceNewest = (to: string) =>
  control('POST', `/bots/${atProvider().at(-1)?.id}/advance`, { to });

/** Has the provider create the next bot and lose its answer. */
export const loseAnswer = (provider: ProviderName) =>
  control('POST', '/faults', {
    match: { path: provider === 'attendee' ? '/attendee/api/v1/bots$' : '/create_bot$', method: 'POST' },
    times: 1,
    effect: { afterWork: true, cutConnection: true },
  });

/** Moves the account's newest bot to a step at the provider, and waits until its reports have been applied. */
export async function advance(account: Account, to: string, reason?: string): Promise<void> {
  const bots = await account.bots();
  const { providerBotId } = bots.findLast((bot) => bot.providerBotId) ?? {};
  const heard = inbox.webhooks.length;
  const before = (await control('GET', `/bots/${providerBotId}`)).history.length;
  const { history } = await control('POST', `/bots/${providerBotId}/advance`, { to, reason });
  await received('webhooks', heard + history.length - before);
}

/** Lets a minute pass, sweeps, and runs the jobs. */
export async function minute(ms = MINUTE): Promise<void> {
  pass(ms);
  await sweep(now());
  await runJobs();
}
