import { expect, it } from 'vitest';
import { recordActivity } from '@/lib/activity/record-activity';
import { updateSettingsBody } from '@/lib/contract/settings';
import { db } from '@/lib/platform/database/client';

import { newPerson } from '@/test/account';
import { describeServices, now } from '@/test/harness';
import { readSettings, updateSettings } from './users';

describeServices('settings', () => {
  it('times are shown in the zone of each device until a person chooses a zone', async () => {
    const { user } = await newPerson();
    expect(readSettings(user)).toEqual({ time_zone: null });
    const set = (body: object) => updateSettings(user.id, updateSettingsBody.parse(body), 'person', now());
    expect(await set({ time_zone: 'asia/TOKYO' })).toEqual({ time_zone: 'Asia/Tokyo' });
    expect(await set({})).toEqual({ time_zone: 'Asia/Tokyo' });
    expect(await set({ time_zone: 'Asia/Tokyo' })).toEqual({ time_zone: 'Asia/Tokyo' });
    expect(readSettings(await db().user.findUniqueOrThrow({ where: { id: user.id } }))).toEqual({
      time_zone: 'Asia/Tokyo',
    });
    expect(await set({ time_zone: null })).toEqual({ time_zone: null });
    // Requests that change nothing are not recorded.
    const entries = await db().activityEntry.findMany({ where: { userId: user.id }, orderBy: { id: 'asc' } });
    expect(entries.map(({ actor, action, before, after }) => ({ actor, action, before, after }))).toEqual([
      {
        actor: 'person',
        action: 'settings.time_zone',
        before: { timeZone: null },
        after: { timeZone: 'Asia/Tokyo' },
      },
      {
        actor: 'person',
        action: 'settings.time_zone',
        before: { timeZone: 'Asia/Tokyo' },
        after: { timeZone: null },
      },
    ]);
  });
});

describeServices('settings that are changed', () => {
  it('a change of settings does not wait for a transaction that only records what the person’s bots do', async () => {
    const { user } = await newPerson();
    const entry = { actor: 'usher', action: 'bot.sent', cause: 'join_time', summary: '' } as const;
    const changed = await db().$transaction(async (tx) => {
      await recordActivity(tx, { ...entry, userId: user.id, at: now(), before: {}, after: {} });
      return updateSettings(user.id, { time_zone: 'Asia/Tokyo' }, 'person', now());
    });
    expect(changed).toEqual({ time_zone: 'Asia/Tokyo' });
  });
}, ['postgres']);
