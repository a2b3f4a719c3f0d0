import ICAL from 'ical.js';
import { beforeEach, expect, it } from 'vitest';
import { GET } from '@/app/api/feeds/[feed_id]/[file]/route';
import { readCalendarFeed, renewCalendarFeed, revokeCalendarFeed } from '@/lib/accounts/calendar-feed';
import { ensureUser } from '@/lib/accounts/users';
import { now } from '@/lib/platform/clock';
import { db } from '@/lib/platform/database/client';
import { describeOnDatabases } from '@/test/database';

const HOUR_MS = 3_600_000;
const author = { actor: 'person', now: new Date('2027-03-01T08:00:00Z') } as const;

let userId: string;

async function read(address: string | null, headers: Record<string, string> = {}): Promise<Response> {
  const [feed_id = '', file = ''] = new URL(address ?? '').pathname.split('/').slice(3);
  return GET(new Request(address ?? '', { headers }), { params: Promise.resolve({ feed_id, file }) });
}

async function addBot(id: string, status: 'Scheduled' | 'Cancelled' | 'Done', hours: number): Promise<void> {
  const start = new Date(+now() + hours * HOUR_MS);
  await db().scheduledBot.create({
    data: {
      ...{ id, userId, status, source: 'auto', title: `Meeting ${id}`, meetingUrl: 'https://meet.example/x' },
      ...{ meetingStart: start, meetingEnd: new Date(+start + HOUR_MS), joinAt: start },
      ...{ botName: 'Usher', provider: 'meetstream' },
    },
  });
}

const titlesOf = async (answer: Response) =>
  new ICAL.Component(ICAL.parse(await answer.text()) as never)
    .getAllSubcomponents('vevent')
    .map((event) => event.getFirstPropertyValue('summary'));

describeOnDatabases('a calendar feed', () => {
  beforeEach(async () => {
    await db().user.deleteMany();
    Reflect.deleteProperty(globalThis, Symbol.for('usher.limiters'));
    userId = (await ensureUser('ada@northwind.example')).id;
  });

  it('has the meetings with a bot around now, and is sent again only when it has changed', async () => {
    await addBot('soon', 'Scheduled', 2);
    await addBot('done', 'Done', -20 * 24);
    await addBot('canceled', 'Cancelled', 3);
    await addBot('long_ago', 'Done', -40 * 24);
    await addBot('far', 'Scheduled', 100 * 24);
    const { address } = await renewCalendarFeed(userId, author);
    const first = await read(address);
    expect(first.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(await titlesOf(first.clone())).toEqual(['Meeting done', 'Meeting soon']);

    const tag = first.headers.get('etag') ?? '';
    expect((await read(address, { 'if-none-match': `"other", ${tag}` })).status).toBe(304);
    await db().scheduledBot.update({ where: { id: 'soon' }, data: { version: { increment: 1 } } });
    expect((await read(address, { 'if-none-match': tag })).status).toBe(200);
  });

  it('has an address that ends when it is renewed or turned off, and is stored nowhere', async () => {
    expect(await readCalendarFeed(userId)).toEqual({ address: null });
    const first = await renewCalendarFeed(userId, author);
    expect(await readCalendarFeed(userId)).toEqual(first);
    const second = await renewCalendarFeed(userId, author);
    expect((await read(first.address)).status).toBe(404);
    expect((await read(second.address)).status).toBe(200);
    await revokeCalendarFeed(userId, author);
    expect((await read(second.address)).status).toBe(404);

    const entries = await db().activityEntry.findMany({ where: { userId }, orderBy: { id: 'asc' } });
    expect(entries.map((entry) => entry.summary)).toEqual([
      'Calendar feed turned on.',
      'Calendar feed given a new address.',
      'Calendar feed turned off.',
    ]);
    const token = second.address?.split('/').at(-1)?.replace('.ics', '') ?? '';
    const stored = JSON.stringify([
      await db().user.findMany(),
      await db().installationSecret.findMany(),
      entries.map(String),
    ]);
    expect(stored).not.toContain(token);
  });

  it('is refused with a wrong token, to a disabled user, and to who asks too often', async () => {
    const { address } = await renewCalendarFeed(userId, author);
    expect((await read(address?.replace(/.{4}\.ics$/, 'AAAA.ics') ?? '')).status).toBe(404);
    await db().user.update({ where: { id: userId }, data: { disabledAt: now() } });
    expect((await read(address)).status).toBe(404);
    await db().user.update({ where: { id: userId }, data: { disabledAt: null } });
    const answers = [];
    for (let n = 0; n < 31; n++) answers.push((await read(address)).status);
    expect(answers.slice(0, 30).every((status) => status === 200)).toBe(true);
    expect(answers[30]).toBe(429);
  });
});
