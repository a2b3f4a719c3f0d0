import { expect, it } from 'vitest';
import { beginRush, rushEnd } from './rush';

it('a rush ends when the last run that has begun it ends it', async () => {
  let isOver = false;
  await rushEnd();
  const runs = [beginRush(), beginRush()];
  const end = rushEnd().then(() => {
    isOver = true;
  });
  runs[0]?.end();
  await new Promise((resolve) => setImmediate(resolve));
  expect(isOver).toBe(false);
  runs[1]?.end();
  await end;
  await rushEnd();
});
