import { beforeEach, expect, it } from 'vitest';
import { db } from '@/lib/platform/database/client';
import { describeOnDatabases } from '@/test/database';
import {
  endOtherSessions,
  endSession,
  findUserBySession,
  forgetEndedSessions,
  listSessions,
  SESSION_DAYS,
  signOut,
  startSession,
} from './sessions';
import { ensureUser } from './users';

const START = new Date('2027-03-01T08:00:00Z');
const later = (minutes: number) => new Date(+START + minutes * 60_000);
const DAYS = 24 * 60;

describeOnDatabases('Sessions', () => {
  let userId: string;
  beforeEach(async () => {
    await db().user.deleteMany();
    userId = (await ensureUser('ada@northwind.example')).id;
  });

  it('find their person until they end, however often they are used', async () => {
    const id = await startSession(userId, { userAgent: 'Firefox' }, START);
    for (let day = 1; day < SESSION_DAYS; day++)
      expect((await findUserBySession(id, later(day * DAYS)))?.id).toBe(userId);
    expect(await findUserBySession(id, later(SESSION_DAYS * DAYS))).toBeNull();
    expect(await forgetEndedSessions(later(SESSION_DAYS * DAYS))).toBe(1);
  });

  it('store when they were last used, to the minute', async () => {
    const id = await startSession(userId, {}, START);
    const seenAt = async () => +(await db().session.findUniqueOrThrow({ where: { id } })).seenAt;
    await findUserBySession(id, new Date(+later(1) - 1));
    expect(await seenAt()).toBe(+START);
    await findUserBySession(id, later(1));
    expect(await seenAt()).toBe(+later(1));
  });

  it('are refused from the moment they are signed out, and it stands in the activity', async () => {
    const id = await startSession(userId, { userAgent: 'x'.repeat(1_000) }, START);
    await signOut(id, later(1));
    expect(await findUserBySession(id, later(1))).toBeNull();
    await signOut(id, later(2));
    const entries = await db().activityEntry.findMany({ where: { userId }, orderBy: { id: 'asc' } });
    expect(entries.map(({ action, summary }) => [action, summary])).toEqual([
      ['session.started', 'You signed in.'],
      ['session.ended', 'You signed out.'],
    ]);
  });

  it('are listed, the one used last first, and one may end all others', async () => {
    const old = await startSession(userId, { userAgent: 'Old phone' }, START);
    const current = await startSession(userId, { userAgent: 'Firefox' }, later(1));
    const others = await startSession(
      (await ensureUser('ben@northwind.example')).id,
      { userAgent: 'Bens' },
      later(1),
    );
    const { sessions } = await listSessions(userId, current, later(2));
    expect(sessions.map(({ id, is_current }) => [id, is_current])).toEqual([
      [current, true],
      [old, false],
    ]);
    const author = { actor: 'person' as const, now: later(3) };
    await expect(endSession(userId, others, author)).rejects.toMatchObject({ code: 'not_found' });
    expect(await endOtherSessions(userId, current, author)).toMatchObject({ ended: 1 });
    expect(await findUserBySession(old, later(3))).toBeNull();
    expect(await findUserBySession(current, later(3))).not.toBeNull();
    expect(await findUserBySession(others, later(3))).not.toBeNull();
  });

  it('replace the session that their browser had', async () => {
    const before = await startSession(userId, { userAgent: 'Firefox' }, START);
    const id = await startSession(userId, { userAgent: 'Firefox', replacedId: before }, later(1));
    expect(await findUserBySession(before, later(1))).toBeNull();
    expect((await listSessions(userId, id, later(1))).sessions).toHaveLength(1);
  });

  it('let no one in who is disabled', async () => {
    const id = await startSession(userId, {}, START);
    await db().user.update({ where: { id: userId }, data: { disabledAt: START } });
    expect(await findUserBySession(id, START)).toBeNull();
  });
});
