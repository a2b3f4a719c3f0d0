import { expect, it } from 'vitest';
import { readQuery, readText } from './read-json';

const withBody = (body: ReadableStream<Uint8Array>) =>
  new Request('http://localhost/', { method: 'POST', body, duplex: 'half' } as RequestInit);

it('a body that does not end in time is refused with 408, and its connection is closed', async () => {
  const never = new ReadableStream<Uint8Array>({ start: (stream) => stream.enqueue(new Uint8Array([0x7b])) });
  await expect(readText(withBody(never), 1_000, 50)).rejects.toMatchObject({
    code: 'request_timeout',
    status: 408,
    headers: { Connection: 'close' },
  });
});

it('a body that breaks off is a refused request, and no fault of this installation', async () => {
  const broken = new ReadableStream<Uint8Array>({ pull: (stream) => stream.error(new Error('aborted')) });
  await expect(readText(withBody(broken), 1_000)).rejects.toMatchObject({ code: 'request_timeout' });
});

it('a body is read until its end, and no further than its limit', async () => {
  const parts = (count: number) => {
    let sent = 0;
    return new ReadableStream<Uint8Array>({
      pull(stream) {
        if (sent++ === count) stream.close();
        else stream.enqueue(new Uint8Array(400).fill(0x61));
      },
    });
  };
  expect(await readText(withBody(parts(2)), 1_000)).toHaveLength(800);
  await expect(readText(withBody(parts(1_000_000)), 1_000)).rejects.toMatchObject({
    code: 'payload_too_large',
  });
});

it('a query of thousands of parameters takes no longer than others may wait', () => {
  const names = Array.from({ length: 50_000 }, (_, index) => index.toString(36));
  const request = new Request(`http://localhost/?${names.join('&')}`);
  const from = performance.now();
  expect(Object.keys(readQuery(request))).toHaveLength(names.length);
  expect(performance.now() - from).toBeLessThan(2_000);
});

it('a parameter that is given twice is refused, each once', () => {
  expect(() => readQuery(new Request('http://localhost/?a=1&b=2&a=3&a=4&b=5&c=6'))).toThrow(
    'a, b must be given once.',
  );
});
