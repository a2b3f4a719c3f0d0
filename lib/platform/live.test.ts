import { afterEach, expect, it, vi } from 'vitest';
import { withTestDatabase } from '@/test/database';
import { db } from './database/client';
import { onUserChanged } from './live';

withTestDatabase('pglite');
afterEach(() => vi.restoreAllMocks());

it('tells at once what kinds of rows have changed in the ten seconds before, to the user whose rows they are', async () => {
  let now = performance.now();
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const hears = (userId: string) => {
    const listener = vi.fn();
    return { listener, stop: onUserChanged(userId, listener) };
  };
  const first = hears('usr_a');
  // Before it listened, something may have changed.
  await vi.waitFor(() => expect(first.listener).toHaveBeenCalledTimes(1));
  now += 11_000;
  await db().$executeRaw`SELECT pg_notify('usher_changed', 'usr_a bots')`;
  await vi.waitFor(() => expect(first.listener).toHaveBeenCalledTimes(2));
  now += 5_000;
  await db().$executeRaw`SELECT pg_notify('usher_changed', 'usr_a events')`;
  await vi.waitFor(() => expect(first.listener).toHaveBeenCalledTimes(3));
  expect(first.listener.mock.calls).toEqual([['*'], ['bots'], ['events']]);
  now += 4_000;
  const [second, other] = [hears('usr_a'), hears('usr_b')];
  expect(second.listener.mock.calls).toEqual([['bots'], ['events']]);
  expect(other.listener).not.toHaveBeenCalled();
  now += 7_000;
  const late = hears('usr_a');
  expect(late.listener).not.toHaveBeenCalled();
  for (const { stop } of [first, second, other, late]) stop();
});
