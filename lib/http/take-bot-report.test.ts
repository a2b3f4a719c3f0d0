import { expect, it } from 'vitest';
import { GET as listBots } from '@/app/api/v1/calendar/scheduled_bots/[bot_id]/route';
import { POST as toBot } from '@/app/api/webhooks/bots/[provider]/[bot_id]/[token]/route';
import { POST as toAll } from '@/app/api/webhooks/bots/[provider]/route';
import { createApiKeyFor } from '@/lib/accounts/api-keys';
import { db } from '@/lib/platform/database/client';
import { signedHeaders } from '@/sandbox/bots/meetstream-webhook';
import { advanceNewest, atProvider, withSentBotOf } from '@/test/bots';
import { describeServices, inbox, now, type Report, received } from '@/test/harness';

/** Returns a report that has not been taken yet. */
async function withReport() {
  const { account, botId } = await withSentBotOf('meetstream');
  inbox.hold = true;
  await advanceNewest('bot.joining');
  await advanceNewest('bot.inmeeting');
  await received('webhooks', 3);
  const report = inbox.webhooks[2] as Report;
  const token = report.address?.token ?? '';
  const post = async (
    fields: { bot_id?: string; token?: string; body?: BodyInit; provider?: string } = {},
  ) => {
    const params = { provider: 'meetstream', bot_id: botId, token, ...fields };
    const request = new Request('http://localhost/', { method: 'POST', body: fields.body ?? report.body });
    const response = await toBot(request, { params: Promise.resolve(params) });
    return [response.status, await response.text()];
  };
  return { account, botId, token, body: report.body, post };
}

describeServices('The routes for the reports of bot providers', () => {
  it('answer what they refuse without a word, and it changes nothing', async () => {
    const { account, botId, body, post } = await withReport();
    expect(await post({ token: 'wrong' })).toEqual([401, '']);
    expect(await post({ bot_id: 'bot_other' })).toEqual([401, '']);
    expect(await post({ bot_id: 'bot_\0' })).toEqual([401, '']);
    expect(await post({ provider: 'attendee' })).toEqual([401, '']);
    expect(await post({ provider: 'nobody' })).toEqual([404, '']);
    expect(await post({ body: 'no json' })).toEqual([400, '']);
    expect(await post({ body: new Uint8Array([0xff, 0xfe]) })).toEqual([400, '']);
    expect(await post({ body: 'x'.repeat(70_000) })).toEqual([413, '']);
    expect(await post({ body: body.replace(botId, 'bot_other') })).toEqual([403, '']);
    expect(await post({ body: body.replace(String(atProvider()[0]?.id), 'another') })).toEqual([403, '']);
    expect((await account.bot()).status).toBe('Joining');
    expect(await post()).toEqual([200, '']);
    expect(await post()).toEqual([200, '']);
    expect((await account.bot()).status).toBe('InMeeting');
  });

  it('take signed reports for all bots', async () => {
    const { account, body } = await withReport();
    const post = async (headers: Record<string, string>) => {
      const request = new Request('http://localhost/', { method: 'POST', body, headers });
      return (await toAll(request, { params: Promise.resolve({ provider: 'meetstream' }) })).status;
    };
    expect(await post({})).toBe(401);
    expect((await account.bot()).status).toBe('Joining');
    expect(await post(signedHeaders(body, new Date()))).toBe(200);
    expect((await account.bot()).status).toBe('InMeeting');
  });

  it('keep the token to the provider: no answer and no entry has it', async () => {
    const { account, botId, token, post } = await withReport();
    await post();
    const { key } = await createApiKeyFor(account.email, 'For a test', now());
    const request = new Request('http://localhost/', { headers: { authorization: `Token ${key}` } });
    const answer = await listBots(request, { params: Promise.resolve({ bot_id: botId }) });
    expect(answer.status).toBe(200);
    expect(await answer.text()).not.toContain(token);
    const entries = await db().activityEntry.findMany({ where: { userId: account.user.id } });
    expect(
      JSON.stringify(entries, (_key, value) => (typeof value === 'bigint' ? String(value) : value)),
    ).not.toContain(token);
  });
}, ['pglite']);
