import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { User } from '@/lib/accounts/users';
import { ensureUser } from '@/lib/accounts/users';
import { listActivity } from '@/lib/activity/list-activity';
import { activityQuery } from '@/lib/contract/activity';
import { eventsQuery } from '@/lib/contract/events';
import { db } from '@/lib/platform/database/client';
import { newId } from '@/lib/platform/secrets';
import { describeOnDatabases } from '@/test/database';
import { listBotsOf, listScheduledBots } from './list-bots';
import { listEvents } from './list-events';

const NOW = new Date('2027-03-01T08:00:00Z');
/** Few times for many rows, so that most of them share theirs. */
const at = (slot: number) => new Date(+NOW + (slot + 1) * 3_600_000);

type Page = { ids: string[]; next: string | null; previous?: string | null };

type Row = { id: string; slot: number };

/** A list whose rows can be added, removed and moved. */
type List = {
  name: string;
  add(rows: Row[]): Promise<unknown>;
  remove(id: string): Promise<unknown>;
  move(id: string, slot: number): Promise<unknown>;
  page(query: { limit: number; cursor?: string }): Promise<Page>;
};

let user: User;
let calendarId: string;
beforeEach(async () => {
  user = await ensureUser('ada@example.com');
  calendarId = await newCalendar(user);
});
afterEach(async () => {
  await db().user.deleteMany();
});

async function newCalendar({ id: userId }: User): Promise<string> {
  const connectionId = newId('cal');
  await db().calendarConnection.create({
    data: {
      id: connectionId,
      userId,
      accountEmail: 'a@b.example',
      clientId: '',
      clientSecret: '',
      refreshToken: '',
    },
  });
  const calendar = await db().calendar.create({
    data: {
      id: newId('cln'),
      userId,
      connectionId,
      googleCalendarId: 'a@b.example',
      summary: '',
      accessRole: 'owner',
      syncEnabled: true,
    },
  });
  return calendar.id;
}

const times = (slot: number) => ({ startTime: at(slot), endTime: at(slot) });

const events: List = {
  name: 'events',
  async add(rows) {
    const own = { userId: user.id, calendarId };
    await db().event.createMany({
      data: rows.map(({ id }) => ({ ...own, id, googleEventId: id, kind: 'single', raw: { id } })),
    });
    await db().occurrence.createMany({
      data: rows.map(({ id, slot }) => ({
        ...own,
        id,
        eventId: id,
        resourceId: id,
        originalStart: NOW,
        ...times(slot),
        timeZone: 'UTC',
        title: id,
        createdAt: NOW,
      })),
    });
  },
  remove: (id) => db().event.deleteMany({ where: { id } }),
  move: (id, slot) => db().occurrence.updateMany({ where: { id }, data: times(slot) }),
  async page(query) {
    const page = await listEvents(user, { ...eventsQuery.parse({}), ...query }, NOW);
    return { ids: page.results.map((row) => row.id), next: page.next, previous: page.previous };
  },
};

const botList = (name: string, status: 'Scheduled' | 'Done', page: List['page']): List => ({
  name,
  add: (rows) =>
    db().scheduledBot.createMany({
      data: rows.map(({ id, slot }) => ({
        id,
        userId: user.id,
        source: 'manual',
        status,
        title: id,
        meetingUrl: '',
        meetingStart: at(slot),
        meetingEnd: at(slot),
        joinAt: at(slot),
        botName: 'Usher',
        provider: 'meetstream',
        createdAt: NOW,
      })),
    }),
  remove: (id) => db().scheduledBot.deleteMany({ where: { id } }),
  move: (id, slot) => db().scheduledBot.updateMany({ where: { id }, data: { joinAt: at(slot) } }),
  page,
});

const scheduledBots = botList('scheduled_bots', 'Scheduled', async (query) => {
  const page = await listScheduledBots(user.id, query, NOW);
  return { ids: page.scheduled_bots.map((bot) => bot.bot_id), next: page.next };
});

const pastBots = botList('bots that have ended', 'Done', async (query) => {
  const page = await listBotsOf(user.id, { view: 'past' }, query);
  return { ids: page.scheduled_bots.map((bot) => bot.bot_id), next: page.next };
});

const activity: List = {
  name: 'activity',
  add: (rows) =>
    db().activityEntry.createMany({
      data: rows.map(({ id }) => ({
        userId: user.id,
        at: NOW,
        actor: 'usher',
        action: 'bot.sent',
        summary: id,
      })),
    }),
  remove: (id) => db().activityEntry.deleteMany({ where: { summary: id } }),
  move: (id) => db().activityEntry.updateMany({ where: { summary: id }, data: { at: at(9) } }),
  async page(query) {
    const page = await listActivity(user.id, { ...activityQuery.parse({}), ...query });
    return { ids: page.results.map((row) => row.summary), next: page.next };
  },
};

const activityByBot: List = {
  ...activity,
  name: 'activity by bot',
  async page(query) {
    const page = await listActivity(user.id, { ...activityQuery.parse({ group_by: 'bot' }), ...query });
    return { ids: page.results.map((row) => row.summary), next: page.next };
  },
};

const slot = fc.nat({ max: 3 });
const change = fc.record({ what: fc.constantFrom('add', 'remove', 'move'), which: fc.nat(), slot });
const plan = fc.record({
  slots: fc.array(slot, { minLength: 1, maxLength: 12 }),
  limit: fc.integer({ min: 2, max: 4 }),
  /** What happens between two pages. */
  changes: fc.array(fc.array(change, { maxLength: 2 }), { maxLength: 8 }),
});

/** Random ids, so that their order is not the one in which the rows were added. */
const rowId = () => newId('evt');

describeOnDatabases('paging while rows are added, removed and moved', () => {
  it.each([events, scheduledBots, pastBots, activity, activityByBot])(
    'never repeats or skips an unchanged row: $name',
    async (list) => {
      await fc.assert(
        fc.asyncProperty(plan, async ({ slots, limit, changes }) => {
          await db().event.deleteMany();
          await db().scheduledBot.deleteMany();
          await db().activityEntry.deleteMany();
          const ids = slots.map(rowId);
          await list.add(slots.map((slot, index) => ({ id: ids[index] ?? '', slot })));
          const inOrder = (await list.page({ limit: 100 })).ids;
          expect([...inOrder].sort()).toEqual([...ids].sort());

          const touched = new Set<string>();
          const seen: string[] = [];
          let page = await list.page({ limit });
          let last = page;
          for (let step = 0; ; step++) {
            seen.push(...page.ids);
            for (const { what, which, slot } of changes[step] ?? []) {
              const id = what === 'add' ? rowId() : (ids[which % ids.length] ?? '');
              touched.add(id);
              if (what === 'add') await list.add([{ id, slot }]);
              else if (what === 'remove') await list.remove(id);
              else await list.move(id, slot);
            }
            if (!page.next) break;
            expect(step, 'pages').toBeLessThan(50);
            page = await list.page({ limit, cursor: page.next });
            if (page.ids.length > 0) last = page;
          }
          const unchanged = inOrder.filter((id) => !touched.has(id));
          expect(seen.filter((id) => unchanged.includes(id))).toEqual(unchanged);

          if (list !== events) return;
          // This list can be read backward as well, from the last page that still has rows.
          const back: string[] = [];
          for (let page: Page | null = last; page; ) {
            back.unshift(...page.ids);
            page = page.previous ? await list.page({ limit, cursor: page.previous }) : null;
          }
          expect(back.filter((id) => unchanged.includes(id))).toEqual(unchanged);
        }),
        { numRuns: 12 },
      );
    },
  );
});

describeOnDatabases('a cursor', () => {
  const refused = { code: 'invalid_cursor' };

  it('is refused by another list, with other filters, and by another user', async () => {
    for (const list of [events, scheduledBots, pastBots, activity]) {
      await list.add([0, 1, 2].map((slot) => ({ id: rowId(), slot })));
    }
    const cursorOf = async (list: List) => (await list.page({ limit: 1 })).next ?? '';
    const lists = [events, scheduledBots, pastBots, activity];
    for (const list of lists) {
      const cursor = await cursorOf(list);
      expect((await list.page({ limit: 2, cursor })).ids.length).toBeGreaterThan(0);
      for (const other of lists) {
        if (other !== list) await expect(other.page({ limit: 1, cursor })).rejects.toMatchObject(refused);
      }
    }
    const [eventCursor, activityCursor] = [await cursorOf(events), await cursorOf(activity)];
    const query = { ...eventsQuery.parse({}), cursor: eventCursor };
    await expect(listEvents(user, { ...query, q: 'x' }, NOW)).rejects.toMatchObject(refused);
    await expect(listEvents(user, { ...query, expand: false }, NOW)).rejects.toMatchObject(refused);
    await expect(
      listActivity(user.id, { ...activityQuery.parse({ kind: 'bot' }), cursor: activityCursor }),
    ).rejects.toMatchObject(refused);

    const owner = user;
    user = await ensureUser('grace@example.com');
    for (const list of [events, scheduledBots, pastBots, activity]) {
      const hers = list.page({ limit: 1, cursor: await ofUser(owner, list) });
      await expect(hers).rejects.toMatchObject(refused);
    }
  });

  async function ofUser(owner: User, list: List): Promise<string> {
    const asking = user;
    user = owner;
    const { next } = await list.page({ limit: 1 });
    user = asking;
    return next ?? '';
  }
});
