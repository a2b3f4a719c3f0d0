import { expect, it } from 'vitest';
import { updateSettingsBody } from '@/lib/contract/settings';
import { db } from '@/lib/db/client';
import { describeServices, newPerson, now } from '../testing';
import { readSettings } from './read-settings';
import { updateSettings } from './update-settings';

describeServices('settings', () => {
  it('begin with each device’s own zone, and keep the one that is chosen until it is given up', async () => {
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
    // What changed nothing is not told of.
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
