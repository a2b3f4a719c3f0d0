import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ENCODING_HEADER, PEER_HEADER } from './adjust-requests';
import { compressed } from './compress';

const LONG = JSON.stringify({ text: 'meeting '.repeat(500) });
const ask = (accepted: string | null, method = 'GET') =>
  new Request('http://localhost/', {
    method,
    headers: { [PEER_HEADER]: '127.0.0.1', ...(accepted !== null && { 'Accept-Encoding': accepted }) },
  });
const json = (body: string, headers: Record<string, string> = {}) =>
  new Response(body, {
    status: 201,
    headers: { 'Content-Type': 'application/json', 'X-Request-Id': '1', ...headers },
  });
const bytesOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer());

describe('compressing answers', () => {
  it.each([
    ['gzip, deflate, br', 'br'],
    ['gzip, deflate', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['BR', 'br'],
    ['*', 'br'],
    ['*;q=0', null],
    ['gzip;q=0', null],
    ['identity', null],
    ['', null],
    [null, null],
  ])('answers a client that accepts %j with %j', async (accepted, encoding) => {
    const answer = await compressed(ask(accepted), json(LONG));
    expect([answer.status, answer.headers.get('Vary'), answer.headers.get('X-Request-Id')]).toEqual([201, 'Accept-Encoding', '1']); // biome-ignore format: one row
    expect(answer.headers.get(ENCODING_HEADER)).toBe(encoding);
    const bytes = await bytesOf(answer);
    const read = { br: brotliDecompressSync, gzip: gunzipSync }[encoding ?? ''] ?? ((same: Buffer) => same);
    expect(read(bytes).toString()).toBe(LONG);
    if (encoding) expect(bytes.length).toBeLessThan(LONG.length / 5);
  });

  it('leaves small answers, answers to HEAD, and what is not to be changed as it is', async () => {
    const small = await compressed(ask('gzip'), json('{}'));
    expect([small.headers.get(ENCODING_HEADER), await small.text()]).toEqual([null, '{}']);
    const head = await compressed(ask('gzip', 'HEAD'), json(LONG));
    expect([head.headers.get(ENCODING_HEADER), head.headers.get('Vary')]).toEqual([null, 'Accept-Encoding']);
    const events = new Response(LONG, {
      headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache, no-transform' },
    });
    expect(await compressed(ask('gzip'), events)).toBe(events);
    const nothing = new Response(null, { status: 204 });
    expect(await compressed(ask('gzip'), nothing)).toBe(nothing);
  });

  it('compresses a file while it is sent', async () => {
    let end = () => {};
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(Buffer.from(LONG));
        end = () => controller.close();
      },
    });
    const file = json('', { 'Content-Disposition': 'attachment' });
    const answer = await compressed(ask('br, gzip'), new Response(body, file));
    expect(answer.headers.get(ENCODING_HEADER)).toBe('gzip');
    end();
    expect(gunzipSync(await bytesOf(answer)).toString()).toBe(LONG);
  });
});
