import { expect, it, vi } from 'vitest';
import { sweep } from '@/inngest/sweep';
import { pollCalendars } from '@/lib/calendar-sync/poll-calendars';
import { syncCalendar } from '@/lib/calendar-sync/sync-calendar';
import { env } from '@/lib/platform/env';
import { scheduleBot } from '@/lib/scheduling/schedule-bot';
import { newAccount, scheduleBody } from '@/test/account';
import { describeServices, HOUR, later, MINUTE, now, pass, runJobs, sandbox } from '@/test/harness';
import { GET } from './route';

const TOKEN = 'a-token-for-whoever-watches-over-this-installation';

function ask(authorization?: string): Promise<Response> {
  vi.useFakeTimers({ toFake: ['Date'], now: now() });
  const headers: Record<string, string> = authorization ? { authorization } : {};
  return GET(new Request('http://127.0.0.1/api/metrics', { headers })).finally(() => vi.useRealTimers());
}

/** Each sample, by its name with its labels. */
async function samples(): Promise<Map<string, number>> {
  const answer = await ask(`Bearer ${TOKEN}`);
  expect(answer.status).toBe(200);
  const text = await answer.text();
  const found = new Map<string, number>();
  for (const line of text.split('\n')) {
    if (line.startsWith('#') || line === '') continue;
    const [, name, value] = /^([a-z_]+(?:\{[a-z]+="[^"]*"\})?) ([0-9.e+-]+)$/i.exec(line) ?? [];
    expect(name, line).toBeTruthy();
    expect(found.has(name ?? ''), line).toBe(false);
    found.set(name ?? '', Number(value));
  }
  return found;
}

describeServices('what Prometheus reads', () => {
  it('is there for the token alone, and only where one is set', async () => {
    env().METRICS_TOKEN = undefined;
    expect((await ask(`Bearer ${TOKEN}`)).status).toBe(404);
    env().METRICS_TOKEN = TOKEN;
    for (const wrong of [undefined, 'Bearer wrong', `Token ${TOKEN}`, `Bearer ${env().NEXTAUTH_SECRET}`]) {
      const answer = await ask(wrong);
      expect(answer.status).toBe(wrong === undefined ? 401 : 403);
      expect(await answer.text()).not.toContain('usher_bots');
    }
    const answer = await ask(`Bearer ${TOKEN}`);
    expect(answer.headers.get('Content-Type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const text = await answer.text();
    for (const [, name] of text.matchAll(/^# TYPE (\S+)/gm)) expect(text).toContain(`# HELP ${name} `);
  });

  it('shows the state of the whole installation, and nothing about any person', async () => {
    env().METRICS_TOKEN = TOKEN;
    const before = await samples();
    expect(before.get('usher_bots_overdue')).toBe(0);
    expect(before.get('usher_bots{status="Recording"}')).toBe(0);
    expect([...before.keys()].filter((name) => name.includes('quantile'))).toEqual([]);

    const accounts = [await newAccount(), await newAccount()];
    for (const [index, account] of accounts.entries()) {
      const google = await account.add('Review', HOUR + index * MINUTE);
      await account.sync();
      const { id } = await account.event(google.id);
      await scheduleBot(account.user, id, scheduleBody(), { actor: 'api', now: now() });
    }
    const scheduled = await samples();
    expect(scheduled.get('usher_bots{status="Scheduled"}')).toBe(2);
    expect(scheduled.get('usher_bots_due')).toBe(2);
    expect(scheduled.get('usher_calendars{state="sync_enabled"}')).toBe(2);
    expect(scheduled.get('usher_connections{status="active"}')).toBe(2);

    pass(HOUR);
    const late = await samples();
    expect(late.get('usher_bots_overdue')).toBe(1);
    expect(late.get('usher_bots_overdue_seconds')).toBe(60);
    await sweep(now());
    await runJobs();
    const sent = await samples();
    expect(sent.get('usher_bots_overdue')).toBe(0);
    expect(sent.get('usher_join_lateness_joins')).toBe(2);
    expect(sent.get('usher_join_lateness_seconds{quantile="0.5"}')).toBe(0);
    expect(sent.get('usher_join_lateness_seconds{quantile="0.99"}')).toBe(60);
    expect(sent.get('usher_join_lateness_seconds{quantile="1"}')).toBe(60);

    const text = await (await ask(`Bearer ${TOKEN}`)).text();
    for (const { user, email, calendarId } of accounts)
      for (const own of [user.id, email, calendarId, 'Review']) expect(text).not.toContain(own);
    pass(HOUR + MINUTE);
    expect((await samples()).get('usher_join_lateness_joins')).toBe(0);
  });

  it('counts a missed bot when its meeting has ended, however long the meeting or an outage was', async () => {
    env().METRICS_TOKEN = TOKEN;
    const account = await newAccount();
    const end = { dateTime: later(4 * HOUR), timeZone: 'UTC' };
    const google = await account.add('Workshop', HOUR, { end });
    await account.sync();
    const { id } = await account.event(google.id);
    await scheduleBot(account.user, id, scheduleBody(), { actor: 'api', now: now() });
    pass(6 * HOUR);
    await sweep(now());
    expect((await account.bot()).status).toBe('Missed');
    expect((await samples()).get('usher_joins_missed')).toBe(1);
    pass(HOUR + MINUTE);
    expect((await samples()).get('usher_joins_missed')).toBe(0);
  });

  it('says which calendars wait for a sync, and whose last one failed', async () => {
    env().METRICS_TOKEN = TOKEN;
    const account = await newAccount();
    pass(HOUR);
    await pollCalendars(now());
    const waiting = await samples();
    expect(waiting.get('usher_calendars{state="waiting"}')).toBe(1);
    expect(waiting.get('usher_calendars{state="failing"}')).toBe(0);
    sandbox.world.faults.add({ match: { path: '/events$' }, effect: { status: 500 } });
    await account.sync();
    // The next try; a look that fails before it is not counted.
    await account.sync();
    pass(MINUTE);
    await syncCalendar((await account.calendar()).id, now);
    const failing = await samples();
    expect(failing.get('usher_calendars{state="failing"}')).toBe(1);
    expect(failing.get('usher_failed_syncs')).toBe(2);
  });

  it('says of the process what it costs', async () => {
    env().METRICS_TOKEN = TOKEN;
    const found = await samples();
    expect(found.get('process_cpu_seconds_total')).toBeGreaterThan(0);
    expect(found.get('process_resident_memory_bytes')).toBeGreaterThan(10_000_000);
    expect(found.get('process_start_time_seconds')).toBeLessThan(+now() / 1000);
  });
});
