import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OPERATIONS } from '@/lib/contract/operations';
import { METHODS } from '@/lib/contract/operations/operation';
import { folderOf, routeOf } from '@/test/api';
import { nonconformities } from '@/test/openapi/read-document';

// The reference is a page.
const operations = OPERATIONS.filter((operation) => operation.mediaType !== 'text/html');
const paths = [...new Set(operations.map((operation) => operation.path))];
const route = { params: Promise.resolve({}) };

it('every route has its operation, and every operation its route', () => {
  const files = readdirSync('app/api/v1', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('route.ts') && !file.startsWith('[[...unknown]]'))
    .map((file) => `app/api/v1/${dirname(file)}`);
  expect(files.sort()).toEqual(paths.map(folderOf).sort());
});

describe.each(paths)('%s', (path) => {
  const methods = operations
    .filter((operation) => operation.path === path)
    .map(({ method }) => method as string);
  const ask = async (method: string, headers: Record<string, string> = {}) => {
    const handlers = await routeOf(path);
    const request = new Request(`http://127.0.0.1/api/v1${path}`, { method, headers });
    return handlers[method as 'OPTIONS'](request, route);
  };

  it('has the methods that the document describes, and names them in Allow', async () => {
    const answer = await ask('OPTIONS');
    expect(answer.status).toBe(204);
    const allowed = answer.headers.get('Allow')?.split(', ');
    const head = methods.includes('GET') ? ['HEAD'] : [];
    expect(allowed?.sort()).toEqual([...methods, ...head, 'OPTIONS'].sort());
    expect(answer.headers.get('X-Request-Id')).toBeTruthy();
  });

  it('refuses the others with what is allowed', async () => {
    for (const method of METHODS.filter((other) => !methods.includes(other))) {
      const answer = await ask(method);
      expect(answer.status).toBe(405);
      const { headers, status } = answer;
      expect(nonconformities({ method, path, status, headers, body: await answer.text() })).toEqual([]);
    }
  });

  it('grants pages of other origins nothing', async () => {
    const preflight = await ask('OPTIONS', {
      Origin: 'https://elsewhere.example',
      'Access-Control-Request-Method': methods[0] ?? 'GET',
      'Access-Control-Request-Headers': 'authorization, content-type',
    });
    const granted = [...preflight.headers.keys()].filter((name) => name.startsWith('access-control'));
    expect(granted).toEqual([]);
  });
});
