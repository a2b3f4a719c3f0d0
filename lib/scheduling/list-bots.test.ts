import { beforeAll, expect, it } from 'vitest';
import { ensureUser } from '@/lib/accounts/users';
import { type BotFilters, botFilters } from '@/lib/contract/schedule';
import { downloadCsv } from '@/lib/http/download';
import { db } from '@/lib/platform/database/client';
import { describeOnDatabases } from '@/test/database';
import { countBotsOf, listBotsOf, readAllBots } from './list-bots';

const NOW = new Date('2027-03-01T08:00:00Z');
const HOUR_MS = 3_600_000;

const BOTS = [
  { title: 'Design review', status: 'Scheduled', source: 'manual', hours: 2 },
  { title: '100% remote', status: 'Recording', source: 'auto', hours: 0 },
  { title: '=HYPERLINK("x")', status: 'Done', source: 'auto', hours: -2 },
  { title: 'Retro', status: 'Denied', source: 'manual', hours: -24 },
  { title: 'Design sync', status: 'Missed', source: 'auto', hours: -48 },
  { title: 'Dropped', status: 'Cancelled', source: 'batch', hours: 48 },
] as const;

let userId: string;

async function storeBots(): Promise<void> {
  userId = (await ensureUser('ada@northwind.example')).id;
  const { id: other } = await ensureUser('ben@northwind.example');
  const rowOf = ({ hours, ...bot }: (typeof BOTS)[number], index: number) => {
    const start = new Date(+NOW + hours * HOUR_MS);
    return {
      ...{
        ...bot,
        id: `bot_${index}`,
        userId,
        botName: 'Usher',
        provider: 'meetstream',
        meetingUrl: 'https://x.example',
      },
      ...{ meetingStart: start, meetingEnd: start, joinAt: new Date(+start - 60_000) },
    };
  };
  const rows = BOTS.map(rowOf);
  await db().scheduledBot.createMany({
    data: [...rows, ...rows.map((row) => ({ ...row, id: `other_${row.id}`, userId: other }))],
  });
}

const filters = (given: Partial<BotFilters>) => botFilters.parse(given);
const titles = async (given: Partial<BotFilters>) =>
  (await listBotsOf(userId, filters(given), { limit: 100 })).bots.map((bot) => bot.title);
const at = (hours: number) => new Date(+NOW + hours * HOUR_MS).toISOString();

describeOnDatabases('the list of bots', () => {
  beforeAll(storeBots);

  it.each<[Partial<BotFilters>, string[]]>([
    [{ view: 'past', status_group: 'failed' }, ['Retro', 'Design sync']],
    [{ status_group: 'active' }, ['100% remote']],
    [{ view: 'past', status_group: 'scheduled' }, []],
    [{ source: 'auto' }, ['100% remote', '=HYPERLINK("x")', 'Design sync']],
    [{ q: 'DESIGN' }, ['Design review', 'Design sync']],
    [{ q: '0%' }, ['100% remote']],
    [{ q: '_' }, []],
    [{ q: 'usher', view: 'upcoming' }, ['100% remote', 'Design review']],
    [{ time_min: at(0), time_max: at(48) }, ['Design review', '100% remote']],
    [{ time_max: at(-24), q: 'design', source: 'auto' }, ['Design sync']],
  ])('has what %o leaves', async (given, expected) => {
    expect(await titles(given)).toEqual(expected);
  });

  it('has pages that go on under the same filters, and refuses a cursor of others', async () => {
    const failed = filters({ view: 'past', status_group: 'failed' });
    const first = await listBotsOf(userId, failed, { limit: 1 });
    expect(first).toMatchObject({ bots: [{ title: 'Retro' }], has_more: true });
    const cursor = first.next ?? '';
    const second = await listBotsOf(userId, failed, { limit: 1, cursor });
    expect(second).toMatchObject({ bots: [{ title: 'Design sync' }], has_more: false });
    await expect(listBotsOf(userId, filters({ view: 'past' }), { limit: 1, cursor })).rejects.toMatchObject({
      code: 'invalid_cursor',
    });
  });

  it('is counted by status and source', async () => {
    expect(await countBotsOf(userId, filters({ view: 'past', source: 'auto' }))).toEqual({
      total: 2,
      status_groups: { scheduled: 0, active: 0, done: 1, failed: 1, cancelled: 0 },
      sources: { manual: 1, batch: 1, auto_reschedule: 0, auto: 2, always: 0 },
    });
  });

  it('is exported as CSV, where no title is a formula', async () => {
    const batches = readAllBots(userId, filters({ view: 'past', source: 'auto' }));
    const file = downloadCsv(batches, ['title', 'meeting_start'], { what: 'bots', now: NOW });
    const text = Buffer.from(await file.arrayBuffer()).toString();
    expect(text).toBe(
      `\uFEFF"title","meeting_start"\r\n"'=HYPERLINK(""x"")","${at(-2)}"\r\n"Design sync","${at(-48)}"\r\n`,
    );
  });
});
