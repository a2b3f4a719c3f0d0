import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { readOddPaths } from './odd-paths';

readOddPaths();

it.each([
  ['/a/%ff?x=%ff', '/a/%25ff?x=%ff'],
  ['/a%', '/a%25'],
  ['/a/%C3%B6?x=1', '/a/%C3%B6?x=1'],
  ['/a//b///c//?x=//', '/a/b/c/?x=//'],
  ['//evil.example/a', '/evil.example/a'],
])('%s is read as %s', async (path, seen) => {
  const server = createServer((incoming, response) => void response.end(incoming.url));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const text = await new Promise<string>((resolve, reject) => {
    const outgoing = request({ port, path, host: '127.0.0.1' }, async (response) => {
      let body = '';
      for await (const chunk of response) body += chunk;
      resolve(body);
    });
    outgoing.on('error', reject).end();
  });
  server.close();
  expect(text).toBe(seen);
});
