import type { Bot } from '@/sandbox/bots/bot';
import { meetstreamReport, signedHeaders } from '@/sandbox/bots/meetstream-webhook';
import type { Life } from './life';
import type { Performers } from './performers';
import { pick } from './pick';

/** The number of a bot's reports until it is recording. */
const REPORTS_UNTIL_RECORDING = 4;

/** Performs the mishaps. */
export const mishaps = {
  async mail(life, step) {
    life.stage.mail.prepare(step.kind, step.fate, step.minutes, step.count);
    life.stage.tell(`mishap: next ${step.count} ${step.kind}: ${step.fate}`);
    return true;
  },

  async fault(life, step) {
    const { world } = life.stage.sandbox;
    const path = step.at === 'google' ? '^/calendar/' : life.aim ? '/create_bot' : '/meetstream/';
    if (step.what === 'token expired') {
      for (const id of life.calendars)
        await life.stage.control('POST', `/calendars/${encodeURIComponent(id)}/expire-sync-tokens`);
      life.stage.tell('mishap: Google’s sync tokens expire');
      return true;
    }
    const effect = {
      down: { cutConnection: true },
      error: { status: 500 },
      'lost answer': { afterWork: true, cutConnection: true },
      'nothing heard': { afterWork: true, cutConnection: true },
      'lost request': { cutConnection: true },
      // The installation's key is refused, whatever it asks for.
      'key refused': step.at === 'provider' ? { status: 401, reason: 'Invalid API key' } : { status: 503 },
      busy: { status: step.at === 'provider' ? 503 : 429, retryAfterSeconds: 20 },
      refusal:
        step.at === 'provider' ? { status: 400, reason: 'Nothing of this is right.' } : { status: 503 },
    }[step.what];
    const rule = world.faults.add({
      match: { path },
      effect,
      ...(step.what === 'down' || step.what === 'key refused' ? {} : { times: step.times }),
    });
    // Neither the answer nor the first reports arrive.
    if (step.what === 'nothing heard') life.stage.mail.prepare('webhook', 'lose', 0, REPORTS_UNTIL_RECORDING);
    life.lasts(`${step.at} ${step.what} ${rule.id}`, step.minutes, step.at, async () =>
      world.faults.remove(rule.id),
    );
    return true;
  },

  async hold(life, step) {
    const { world } = life.stage.sandbox;
    // With two, a call released by the one would be held by the other, and nothing would go on.
    if (world.faults.rules.some(({ effect }) => effect.hold)) return false;
    const match = { path: step.at === 'provider' ? '/create_bot' : '^/calendar/v3/calendars/.*/events$' };
    const rule = world.faults.add({ match, times: 1, effect: { hold: true, afterWork: step.worked } });
    life.lasts(`${step.at} holds an answer ${rule.id}`, step.minutes, step.at, async () => {
      world.faults.remove(rule.id);
      life.releasedAt = life.nowMs;
      await life.stage.released();
    });
    return true;
  },

  /** Kills a process, or the one that sends the bot of the meeting that the step is about. */
  async kill(life, step) {
    const { stage } = life;
    const doomed = life.aim ? stage.apps : stage.apps.filter((_, index) => index === step.process);
    for (const app of doomed) {
      if (!app.isUp) continue;
      app.dieAfter(step.queries, life.aim ? 'bots/due' : step.during);
      stage.tell(`mishap: process ${app.name} will die before its ${step.queries}th query`);
      life.lasts(`process ${app.name} dies`, 3, 'process', async () => {
        if (app.isUp) return app.spare();
        stage.tell(`process ${app.name} starts again`);
        await app.start();
        await app.do('sweep', null, stage.now);
      });
    }
    return doomed.some((app) => app.isUp);
  },

  /** The next bot waits in the waiting room, and is let in or not. */
  async lobby(life, step) {
    life.lobbies.push(step);
    life.stage.tell(`the next bot waits ${step.minutes} min and is ${step.isAdmitted ? '' : 'not '}let in`);
    return true;
  },

  async botEnds(life, step) {
    const active = [...life.stage.sandbox.world.bots.values()].filter(
      (bot: Bot) => bot.step !== undefined && !bot.history.some(({ step }) => step === 'bot.stopped'),
    );
    const bot = pick(active, step.bot);
    if (bot) await life.advanceBot(bot.id, { to: 'bot.stopped', reason: step.as });
    else life.doom.push(step.as);
    return true;
  },

  /** From now on the provider's reports lack these fields. */
  async omitFields(life, { fields }) {
    const { meetstream } = life.stage.sandbox.world.settings;
    const isNew = meetstream.omit.join() !== fields.join();
    await life.stage.control('PUT', '/settings', { meetstream: { ...meetstream, omit: fields } });
    life.stage.tell(`the provider’s reports lack ${fields.join(' and ') || 'nothing'}`);
    return isNew;
  },

  /** From now on the provider sends each report to the workspace endpoint as well, signed, or no longer does. */
  async workspaceEndpoint(life, { isSet }) {
    const { meetstream } = life.stage.sandbox.world.settings;
    const isNew = (meetstream.workspaceEndpoint !== null) !== isSet;
    const workspaceEndpoint = isSet ? `${life.stage.appUrl}/api/webhooks/bots/meetstream` : null;
    await life.stage.control('PUT', '/settings', { meetstream: { ...meetstream, workspaceEndpoint } });
    life.stage.tell(`the workspace endpoint is ${isSet ? '' : 'not '}set`);
    return isNew;
  },

  /** The provider reports an event that it does not document. */
  async oddReport(life, step) {
    const { stage } = life;
    const active = [...stage.sandbox.world.bots.values()].filter(
      (bot) => bot.step !== undefined && !bot.history.some(({ step }) => step === 'bot.stopped'),
    );
    const bot = pick(active, step.bot);
    if (!bot) return false;
    const body = JSON.stringify(meetstreamReport(bot, step.event as 'bot.done', stage.now));
    await fetch(bot.callbackUrl ?? '', { method: 'POST', body });
    stage.tell(`mishap: the provider reports ${step.event} of bot ${bot.id.slice(0, 4)}`);
    return true;
  },

  /** The provider reports a bot of someone else with the same account, which the app must ignore. */
  async strangerReport(life, step) {
    const { stage } = life;
    const customAttributes: Record<string, string> = step.named ? { usher_bot_id: 'bot_of_others' } : {};
    const bot = { id: `stranger-${life.requests++}`, status: step.status, customAttributes } as Bot;
    const body = JSON.stringify(meetstreamReport(bot, step.event, stage.now));
    const headers = signedHeaders(body, stage.now);
    // An operation that still runs may change a row of its own accord.
    const wasIdle = stage.isIdle;
    const before = await botsAsStored(life);
    const path = '/api/webhooks/bots/{provider}';
    const call = { method: 'POST', path, params: { provider: 'meetstream' }, headers, body } as const;
    const answer = await stage.request(call);
    stage.tell(`mishap: the provider reports ${step.event} of an unknown bot`);
    if (answer !== 'none' && answer.status !== 200)
      throw new Error(`A STRANGER'S REPORT is answered with ${answer.status}: ${answer.text}.`);
    const after = await botsAsStored(life);
    if (wasIdle && stage.isIdle && after !== before)
      throw new Error(`A STRANGER'S REPORT CHANGED A ROW: from ${before} to ${after}.`);
    return true;
  },
} satisfies Partial<Performers>;

async function botsAsStored(life: Life): Promise<string> {
  const { rows } = await life.stage.sql.query(
    `SELECT "id", "status", "version", "providerBotId", "updatedAt" FROM "ScheduledBot" ORDER BY "id"`,
  );
  return JSON.stringify(rows);
}
