import { expect, it } from 'vitest';
import { createApiKeyFor, findUserByApiKey } from '@/lib/accounts/api-keys';
import { findUserBySession, startSession } from '@/lib/accounts/sessions';
import { ensureUser } from '@/lib/accounts/users';
import { db } from '@/lib/platform/database/client';
import { hashToken } from '@/lib/platform/secrets';
import { addCalendar, newAccount, refusal } from '@/test/account';
import { advanceNewest, joinedBots, withBot, withBotInside } from '@/test/bots';
import { DAY, describeServices, inbox, now, pass, received, runJobs } from '@/test/harness';
import { listPeople, updatePerson } from './people';
import { carryOut } from './people-commands';
import { connectionsToList } from './poll-calendars';
import { refreshListOf } from './refresh-calendar-list';
import { deleteRemovedPeople, removePerson } from './remove-person';

const by = (administratorId: string | null = null) => ({
  actor: 'person' as const,
  now: now(),
  administratorId,
});

describeServices('The people of an installation', () => {
  it('who are disabled have no session, key or bot, and find all of it again once they are enabled', async () => {
    const { account } = await withBot();
    const { id } = account.user;
    const session = await startSession(id, {}, now());
    const { key } = await createApiKeyFor(account.email, 'Key', now());
    const isIn = async () => ({
      session: (await findUserBySession(session, now())) !== null,
      key: (await findUserByApiKey(hashToken(key), now())) !== null,
    });
    expect(await isIn()).toEqual({ session: true, key: true });

    const disabled = await updatePerson(id, { disabled: true }, by());
    expect(disabled).toMatchObject({ status: 'disabled', bots_booked: 0 });
    expect(await isIn()).toEqual({ session: false, key: false });
    expect((await account.bot()).status).toBe('Cancelled');
    // Nothing that comes from Google begins again.
    await refreshListOf(account.connection.id, now());
    expect(await db().calendar.count({ where: { userId: id, syncEnabled: true } })).toBe(0);

    expect(await updatePerson(id, { disabled: false }, by())).toMatchObject({
      status: 'active',
      bots_booked: 1,
    });
    await runJobs();
    expect((await account.bots()).map(({ status }) => status).sort()).toEqual(['Cancelled', 'Scheduled']);
    expect(await isIn()).toEqual({ session: false, key: true });
  });

  it('who are enabled again sync the calendars of before, but for those that cannot be read', async () => {
    const account = await newAccount();
    const busy = await addCalendar(account, 'Busy');
    const { id } = account.user;
    await db().calendar.update({
      where: { id: busy.calendarId },
      data: { syncEnabled: false, resumesSync: true, accessRole: 'freeBusyReader' },
    });
    await updatePerson(id, { disabled: true }, by());
    pass(3 * DAY);
    // The list of someone who is disabled is not asked for.
    expect(await connectionsToList(now())).toEqual([]);
    await updatePerson(id, { disabled: false }, by());
    const synced = await db().calendar.findMany({ where: { userId: id, syncEnabled: true } });
    expect(synced.map((calendar) => calendar.id)).toEqual([account.calendarId]);
    expect(await connectionsToList(now())).toEqual([account.connection.id]);
  });

  it('have their bots recalled from meetings when they are disabled', async () => {
    const { account } = await withBotInside();
    await updatePerson(account.user.id, { disabled: true }, by());
    await runJobs();
    expect(joinedBots()).toEqual([]);
  });

  it('are removed with everything, a person with a bot in a meeting once it has left', async () => {
    const { account } = await withBotInside();
    const other = await newAccount();
    expect(await removePerson(account.user.id, by())).toMatchObject({ removed: false, bots_recalled: 1 });
    expect((await listPeople({ limit: 50 })).results.map(({ status }) => status).sort()).toEqual([
      'active',
      'being_removed',
    ]);
    expect(await deleteRemovedPeople(now())).toBe(0);
    const heard = inbox.webhooks.length;
    await runJobs();
    await advanceNewest('bot.stopped').catch(() => {});
    await received('webhooks', heard);
    expect(joinedBots()).toEqual([]);
    await db().scheduledBot.updateMany({ where: { status: 'Leaving' }, data: { status: 'Done' } });
    expect(await deleteRemovedPeople(now())).toBe(1);
    expect(await db().user.findMany({ select: { id: true } })).toEqual([{ id: other.user.id }]);
    expect(await db().activityEntry.count({ where: { userId: account.user.id } })).toBe(0);
    expect(await removePerson(other.user.id, by())).toMatchObject({ removed: true });
  });

  it('cannot disable, demote or remove themselves, nor change someone who does not exist', async () => {
    const { id } = await ensureUser('ada@northwind.example');
    expect((await refusal(updatePerson(id, { disabled: true }, by(id)))).code).toBe('own_account');
    expect((await refusal(removePerson(id, by(id)))).code).toBe('own_account');
    expect((await refusal(updatePerson('usr_none', { disabled: true }, by(id)))).code).toBe('not_found');
  });

  it('stand in a list by address, with when they were last seen, in pages and by a part of their name', async () => {
    for (const name of ['chloe', 'ada', 'ben']) await ensureUser(`${name}@northwind.example`);
    const { id } = await ensureUser('ben@northwind.example');
    await startSession(id, {}, now());
    const first = await listPeople({ limit: 2 });
    expect(first.results.map(({ email, last_seen_at }) => [email, last_seen_at])).toEqual([
      ['ada@northwind.example', null],
      ['ben@northwind.example', now().toISOString()],
    ]);
    const second = await listPeople({ limit: 2, cursor: String(first.next) });
    expect(second).toMatchObject({ next: null, results: [{ email: 'chloe@northwind.example' }] });
    expect((await listPeople({ limit: 2, q: 'BEN' })).results).toHaveLength(1);
  });

  it('are made administrators at the command line, also before they sign in, and it stands in the activity', async () => {
    const author = { actor: 'person' as const, now: now() };
    expect(await carryOut('promote', 'Ada@northwind.example', author)).toMatchObject({
      people: [{ email: 'ada@northwind.example', is_administrator: true }],
    });
    const entry = await db().activityEntry.findFirstOrThrow({ where: { action: 'person.promoted' } });
    expect(entry.summary).toBe('Your account was made an administrator by an administrator.');
    expect((await refusal(carryOut('disable', 'ben@northwind.example', author))).code).toBe('not_found');
    expect(await carryOut('list', undefined, author)).toMatchObject({ people: [{}] });
  });
});
