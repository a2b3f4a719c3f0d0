import { expect, it } from 'vitest';
import { sweep } from '@/inngest/sweep';
import { db } from '@/lib/platform/database/client';
import { type Account, newAccount } from '@/test/account';
import {
  control,
  DAY,
  describeServices,
  HOUR,
  inbox,
  now,
  pass,
  received,
  runJobs,
  sandbox,
} from '@/test/harness';
import { receivePush } from './receive-push';
import { calendarHealth } from './show-calendars';
import { watchCalendar } from './watch-calendar';

const setPush = (push: object) => control('PUT', '/settings', { push });
const atGoogle = () => [...sandbox.world.channels.keys()];
const openHere = async () =>
  (await db().watchChannel.findMany({ where: { status: { in: ['open', 'opening'] } } })).map(({ id }) => id);
const health = async (account: Account) => {
  const { connections } = await calendarHealth(account.user.id, now());
  return connections[0]?.calendars[0];
};

const FORMS = ['missing', 'null', 'unreadable', 'number', 'date'];

describeServices('an answer to watch that is not as documented', () => {
  it.each(
    FORMS.flatMap((form) => [
      [form, 'documented'],
      ['documented', form],
    ]).concat([['missing', 'missing']]),
  )(
    'with expiration %s and resourceId %s opens one channel, which notifies, is renewed and can be stopped',
    async (expiration, resourceId) => {
      await setPush({ expiration, resourceId });
      const account = await newAccount();
      expect(await watchCalendar(account.calendarId, now())).toMatchObject({ state: 'watching' });
      await received('pushes', 1);
      await runJobs();
      const opened = await db().watchChannel.findFirstOrThrow();
      expect(opened).toMatchObject({ status: 'open', resourceId: expect.any(String) });
      const days = (Number(opened.expiresAt) - +now()) / DAY;
      expect(days).toBeCloseTo(['documented', 'number', 'date'].includes(expiration ?? '') ? 7 : 1, 4);
      const { changeSeq } = await account.calendar();
      await account.add('New', DAY);
      await received('pushes', 2);
      expect((await account.calendar()).changeSeq).toBeGreaterThan(changeSeq);

      pass(6 * DAY);
      expect(await sweep(now())).toMatchObject({ watches: 1 });
      await runJobs();
      await received('pushes', 3);
      expect(atGoogle()).toEqual(await openHere());
      expect(atGoogle()).not.toContain(opened.id);
    },
  );

  it('stops a channel whose resource only its next message tells, when another one has replaced it', async () => {
    await setPush({ resourceId: 'missing' });
    const account = await newAccount();
    inbox.hold = true;
    await watchCalendar(account.calendarId, now());
    await watchCalendar(account.calendarId, now(), true);
    await received('pushes', 2);
    expect(atGoogle()).toHaveLength(2);
    const [greeting] = inbox.pushes;
    if (!greeting) throw new Error('No greeting.');
    expect(await receivePush({ ...greeting, token: 'guessed' }, now())).toBe(false);
    expect(atGoogle()).toHaveLength(2);
    expect(await receivePush(greeting, now())).toBe(false);
    expect(atGoogle()).toEqual(await openHere());
    // A late message of it stops nothing more.
    await control('DELETE', '/log');
    expect(await receivePush({ ...greeting, resourceState: 'exists' }, now())).toBe(false);
    expect((await control('GET', '/log?path=stop')).items).toEqual([]);
  });

  it.each([
    ['before', true],
    ['after', false],
  ])('whose answer is lost leaves no channel at Google: its first message comes %s it', async (_, before) => {
    const account = await newAccount();
    await setPush({ syncBeforeResponse: before });
    await control('POST', '/faults', {
      match: { path: '/events/watch$' },
      times: 1,
      effect: { cutConnection: true, afterWork: true },
    });
    expect(await watchCalendar(account.calendarId, now())).toMatchObject({ state: 'failed' });
    if (!before) {
      // Nothing follows a cut connection here, so the channel's message is one of a change.
      expect(atGoogle()).toHaveLength(1);
      await account.add('New', DAY);
    }
    await received('pushes', 1);
    expect(atGoogle()).toEqual([]);
    pass(HOUR);
    await watchCalendar(account.calendarId, now());
    await received('pushes', 2);
    expect(atGoogle()).toEqual(await openHere());
  });
}, ['pglite']);

describeServices('an address that Google does not notify', () => {
  it.each([
    [401, 'push.webhookUrlUnauthorized'],
    [400, 'push.webhookUrlNotHttps'],
  ])('%i %s: the calendar is polled, and the account stays connected', async (status, reason) => {
    const account = await newAccount();
    await control('POST', '/faults', { match: { path: '/events/watch$' }, effect: { status, reason } });
    await control('DELETE', '/log');
    expect(await watchCalendar(account.calendarId, now())).toMatchObject({ state: 'polling' });
    // It is not about the token: no other one is asked for, and no second channel.
    expect((await control('GET', '/log?kind=oauth')).items).toEqual([]);
    expect((await control('GET', '/log?path=watch')).items).toHaveLength(1);
    expect(await account.sync()).toMatchObject({ state: 'synced' });
    expect(await db().calendarConnection.findFirst()).toMatchObject({ status: 'active' });
    expect(await health(account)).toMatchObject({
      mode: 'poll',
      problems: [{ code: 'push_failing', message: expect.stringContaining('address of this installation') }],
    });
    await control('DELETE', '/faults');
    pass(HOUR);
    await sweep(now());
    await runJobs();
    expect(await health(account)).toMatchObject({ mode: 'push', problems: [] });
  });
}, ['pglite']);
