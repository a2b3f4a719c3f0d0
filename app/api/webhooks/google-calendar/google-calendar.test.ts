import { expect, it, vi } from 'vitest';
import { installDatabase, openedDatabase } from '@/lib/platform/database/client';
import { logger } from '@/lib/platform/logger';
import { withTestDatabase } from '@/test/database';
import { POST } from './route';

withTestDatabase('pglite');

const push = () => {
  const headers = {
    'x-goog-channel-id': '00000000-0000-4000-8000-000000000000',
    'x-goog-channel-token': 't',
    'x-goog-resource-state': 'exists',
  };
  return POST(new Request('http://127.0.0.1/api/webhooks/google-calendar', { method: 'POST', headers }));
};

it('a notification that cannot be stored is answered with 500, so that Google repeats it, and logged in one line', async () => {
  expect((await push()).status).toBe(200);
  const database = openedDatabase();
  installDatabase(undefined);
  const log = vi.spyOn(logger, 'error').mockImplementation(() => undefined);
  const answer = await push();
  installDatabase(database);
  expect(answer.status).toBe(500);
  expect(log).toHaveBeenCalledTimes(1);
});
