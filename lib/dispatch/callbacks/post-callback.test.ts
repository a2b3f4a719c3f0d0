import type { LookupAddress } from 'node:dns';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { listener } from '@/test/sandbox';
import { ForbiddenAddress, postCallback } from './post-callback';

const receiver = await listener();
const { port } = new URL(receiver.url);
afterAll(() => receiver.close());

const at = (...addresses: string[]): LookupAddress[] =>
  addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
const post = (url: string, allowLoopback: boolean, addresses?: LookupAddress[]) =>
  postCallback(
    { url, headers: { 'X-Test': 'yes' }, body: '{"é":1}' },
    { allowLoopback, resolve: addresses && (async () => addresses) },
  );

describe('A post to an address that a person has set', () => {
  it('reaches a receiver on this computer when that is allowed, body and headers as they are', async () => {
    expect(await post(receiver.url, true)).toBe(200);
    expect(receiver.received.at(-1)).toMatchObject({ body: '{"é":1}', headers: { 'x-test': 'yes' } });
  });

  it.each([
    ...[
      'https://127.0.0.1/',
      'https://localhost/',
      'https://[::1]/',
      'https://2130706433/',
      'https://0x7f.1/',
    ],
    ...['https://169.254.169.254/latest/meta-data', 'https://10.0.0.1/', 'https://[::ffff:10.0.0.1]/'],
    ...['https://0/', 'http://1.1.1.1/', 'ftp://1.1.1.1/', 'http://127.0.0.1/'],
  ])('never goes to %s', async (url) => {
    await expect(post(url, false)).rejects.toThrow(ForbiddenAddress);
  });

  it('never goes to a name that resolves to a private address, not even beside a public one', async () => {
    for (const addresses of [
      at('10.0.0.1'),
      at('1.1.1.1', '127.0.0.1'),
      at('::1'),
      at('fd00::1', '8.8.8.8'),
    ]) {
      await expect(post('https://callbacks.example.com/', false, addresses)).rejects.toThrow(
        ForbiddenAddress,
      );
    }
    // For the sandbox this computer is allowed, not its network.
    for (const addresses of [at('192.168.0.1'), at('127.0.0.1', '192.168.0.1')]) {
      await expect(post('http://callbacks.example.com/', true, addresses)).rejects.toThrow(ForbiddenAddress);
    }
  });

  it('goes to a private address that the operator allows, by https alone, and to no other beside it', async () => {
    const to = (url: string, addresses: LookupAddress[]) =>
      postCallback(
        { url, headers: {}, body: '{}' },
        {
          allowLoopback: false,
          allowedHosts: ['hooks.internal', '127.0.0.0/30'],
          resolve: async () => addresses,
        },
      ).catch((thrown: unknown) => thrown);
    for (const [url, addresses] of [
      ['https://hooks.internal:1/', at('127.9.9.9')],
      ['https://callbacks.example.com:1/', at('127.0.0.1', '127.0.0.2')],
      ['https://127.0.0.1:1/', []],
    ] as const) {
      // Nothing listens there, but it was tried.
      expect(await to(url, [...addresses]), url).toMatchObject({ code: 'ECONNREFUSED' });
    }
    for (const [url, addresses] of [
      ['http://hooks.internal:1/', at('127.9.9.9')],
      ['https://hooks.internal.example.com:1/', at('127.9.9.9')],
      ['https://callbacks.example.com:1/', at('127.0.0.1', '10.0.0.1')],
    ] as const) {
      expect(await to(url, [...addresses]), url).toBeInstanceOf(ForbiddenAddress);
    }
  });

  it('goes to the address that was checked, whatever the name resolves to the next time', async () => {
    const answers = [at('127.0.0.1'), at('10.0.0.1')];
    let asked = 0;
    const rebinding = async () => answers[asked++] ?? [];
    const url = `http://does-not-exist.invalid:${port}/`;
    const before = receiver.received.length;
    expect(
      await postCallback({ url, headers: {}, body: '{}' }, { allowLoopback: true, resolve: rebinding }),
    ).toBe(200);
    expect([asked, receiver.received.length]).toEqual([1, before + 1]);
    expect(receiver.received.at(-1)?.headers.host).toBe(`does-not-exist.invalid:${port}`);
  });

  it('follows no redirect, and does not wait for the end of an endless answer', async () => {
    let hits = 0;
    const server = createServer((request, response) => {
      hits++;
      request.resume();
      if (request.url === '/redirect') return response.writeHead(302, { location: receiver.url }).end();
      response.writeHead(200);
      const flood = setInterval(() => response.write('x'.repeat(10_000)), 1);
      response.on('close', () => clearInterval(flood));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const before = receiver.received.length;
    expect(await post(`${origin}/redirect`, true)).toBe(302);
    expect(await post(`${origin}/flood`, true)).toBe(200);
    expect([hits, receiver.received.length]).toEqual([2, before]);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('fails, but not for good, where nothing listens or the name does not resolve', async () => {
    const gone = await listener();
    await gone.close();
    for (const [url, addresses] of [
      [gone.url, at('127.0.0.1')],
      ['https://callbacks.example.com/', []],
    ] as const) {
      const error = await post(url, true, [...addresses]).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(Error);
      expect(error).not.toBeInstanceOf(ForbiddenAddress);
    }
  });
});
