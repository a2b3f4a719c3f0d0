import { beforeEach, expect, it } from 'vitest';
import { withActingKey } from '@/lib/activity/acting-key';
import { listActivity } from '@/lib/activity/list-activity';
import { activityQuery } from '@/lib/contract/activity';
import { createApiKeyBody } from '@/lib/contract/api-keys';
import { db } from '@/lib/platform/database/client';
import { hashToken } from '@/lib/platform/secrets';
import { describeOnDatabases } from '@/test/database';
import { createApiKey, findUserByApiKey, recordRefusedKey, revokeApiKey } from './api-keys';
import { ensureUser, type User } from './users';

const START = new Date('2027-03-01T08:00:00Z');
const later = (minutes: number) => new Date(+START + minutes * 60_000);

describeOnDatabases('The activity of API keys', () => {
  let user: User;
  beforeEach(async () => {
    await db().user.deleteMany();
    user = await ensureUser('ada@northwind.example');
  });
  const create = (fields: object) =>
    createApiKey(user.id, createApiKeyBody.parse({ name: 'Notetaker', ...fields }), {
      actor: 'api',
      now: START,
    });
  const activity = async (kind: 'api_key') =>
    (await listActivity(user.id, activityQuery.parse({ kind }))).results;

  it('names the key that acted, also after it is revoked', async () => {
    const { id, key } = await create({});
    const found = await findUserByApiKey(hashToken(key), START);
    await withActingKey(found?.key.name ?? '', () => create({ name: 'Another' }));
    await revokeApiKey(user.id, id, 'person', later(1));
    expect((await activity('api_key')).map(({ actor, api_key }) => [actor, api_key])).toEqual([
      ['person', null],
      ['api', 'Notetaker'],
      ['api', null],
    ]);
  });

  it('says once an hour that a key was refused which its person has had', async () => {
    const { id, key } = await create({});
    await revokeApiKey(user.id, id, 'person', START);
    const expired = await create({ name: 'Short', expires_at: later(1).toISOString() });
    for (const minute of [2, 3, 30, 61, 63]) {
      await recordRefusedKey(hashToken(key), later(minute));
      await recordRefusedKey(hashToken('usher_unknown'), later(minute));
    }
    await recordRefusedKey(hashToken(expired.key), later(2));
    const refused = (await activity('api_key')).filter(({ action }) => action === 'api_key.refused');
    expect(refused.map(({ at, summary }) => [at, summary])).toEqual([
      [later(2).toISOString(), 'API key “Short” was refused: it has expired.'],
      [later(63).toISOString(), 'API key “Notetaker” was refused: it was revoked.'],
      [later(2).toISOString(), 'API key “Notetaker” was refused: it was revoked.'],
    ]);
    expect(JSON.stringify(refused)).not.toContain(key);
  });
});
