import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { beforeStop, forgetStop, isStopping, onStop, stopWork } from './stop';

afterEach(forgetStop);

/** Work that ends when it is told to. */
function work(): { promise: Promise<void>; end: () => void } {
  let end = () => {};
  const promise = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { promise, end };
}

it('begins at once, waits for the work in progress, and closes last what was opened first', async () => {
  const seen: string[] = [];
  const request = work();
  const job = work();
  onStop('close', () => seen.push('database'));
  onStop('close', () => seen.push('listening'));
  onStop('begin', () => seen.push('streams'));
  onStop('begin', async () => {
    seen.push('jobs');
    await job.promise;
    seen.push('jobs ended');
  });
  void beforeStop(request.promise.then(() => seen.push('answered')));
  expect(isStopping()).toBe(false);
  const stopped = stopWork(60_000);
  expect(isStopping()).toBe(true);
  await turn();
  expect(seen).toEqual(['streams', 'jobs']);
  request.end();
  await request.promise;
  job.end();
  expect(await stopped).toBe(true);
  expect(seen).toEqual(['streams', 'jobs', 'answered', 'jobs ended', 'listening', 'database']);
});

it('waits for work that other work began while the process was stopping', async () => {
  const first = work();
  const second = work();
  const seen: string[] = [];
  void beforeStop(
    first.promise.then(() => {
      void beforeStop(second.promise.then(() => seen.push('second')));
    }),
  );
  onStop('close', () => seen.push('closed'));
  const stopped = stopWork(60_000);
  first.end();
  setImmediate(second.end);
  await stopped;
  expect(seen).toEqual(['second', 'closed']);
});

it('closes when its limit is over although work goes on, and says so', async () => {
  let isClosed = false;
  void beforeStop(work().promise);
  onStop('close', () => {
    isClosed = true;
  });
  expect(await stopWork(5)).toBe(false);
  expect(isClosed).toBe(true);
});

it('runs every action whatever another one throws, once, and none that was taken away', async () => {
  const seen: string[] = [];
  onStop('begin', () => {
    throw new Error('broken');
  });
  onStop('begin', () => seen.push('begin'));
  onStop('begin', () => seen.push('taken away'))();
  onStop('close', () => seen.push('close'));
  onStop('close', () => Promise.reject(new Error('broken')));
  void beforeStop(Promise.reject(new Error('work fails'))).catch(() => undefined);
  await Promise.all([stopWork(1_000), stopWork(1_000)]);
  expect(seen).toEqual(['begin', 'close']);
});

it('runs an action that is added while the process is stopping at once', async () => {
  const job = work();
  const seen: string[] = [];
  void beforeStop(job.promise);
  const stopped = stopWork(60_000);
  onStop('begin', () => seen.push('late'));
  await turn();
  expect(seen).toEqual(['late']);
  job.end();
  await stopped;
});
