import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { document, nonconformities } from '@/test/openapi/read-document';
import { openApi31 } from '@/test/openapi/rules';
import { ERRORS } from '../errors';
import { OPERATIONS } from '../operations';

const named = OPERATIONS.map((operation) => [`${operation.method} ${operation.path}`, operation] as const);

/** Every object of the document, with its place. */
function* walk(node: unknown, place = '#'): Generator<[string, Record<string, unknown>]> {
  if (typeof node !== 'object' || node === null) return;
  yield [place, node as Record<string, unknown>];
  for (const [key, inner] of Object.entries(node)) {
    if (!['example', 'examples', 'enum'].includes(key)) yield* walk(inner, `${place}/${key}`);
  }
}

const resolve = (ref: string) =>
  ref
    .split('/')
    .slice(1)
    .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], document);

describe('the OpenAPI document', () => {
  it('has the objects of OpenAPI 3.1, whole and with no others', () => {
    expect(openApi31.safeParse(document).error?.issues).toBeUndefined();
  });

  it('has the version of the Usher that answers, and the contract its own in its path', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(document).toMatchObject({ info: { version }, servers: [{ url: '/api/v1' }] });
  });

  it('holds schemas of JSON Schema 2020-12, the dialect of OpenAPI 3.1', () => {
    const ajv = new Ajv2020({ strict: false });
    const schemas = [...walk(document)].filter(([place]) => /\/schema$|\/schemas\/\w+$/.test(place));
    expect(schemas.length).toBeGreaterThan(50);
    const wrong = schemas.filter(([, schema]) => !ajv.validateSchema(schema)).map(([place]) => place);
    expect(wrong).toEqual([]);
  });

  it('refers to nothing that is not there', () => {
    const refs = [...walk(document)].flatMap(([place, node]) =>
      typeof node.$ref === 'string' ? [[place, node.$ref] as const] : [],
    );
    expect(refs.filter(([, ref]) => resolve(ref) === undefined)).toEqual([]);
  });

  it('names each operation once, and each parameter of its path', () => {
    const ids = OPERATIONS.map((operation) => operation.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(named.map(([name]) => name)).size).toBe(named.length);
    for (const { path, params } of OPERATIONS) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      expect(Object.keys(params?.shape ?? {}), path).toEqual(inPath);
    }
  });

  it('knows every error code, and none beside', () => {
    const text = JSON.stringify(document.paths);
    const absent = Object.keys(ERRORS).filter((code) => !text.includes(`"${code}"`));
    // Said of what is not described; and of the provider, which no route calls.
    expect(absent).toEqual(['method_not_allowed', 'provider_failed']);
  });
});

describe.each(named)(
  'the example of %s',
  (_name, { params, query, body, response, example, method, path, ...operation }) => {
    it('is what the operation takes', () => {
      expect(params?.safeParse(example.params).error).toBeUndefined();
      expect(query?.safeParse(example.query ?? {}).error).toBeUndefined();
      if (!body) expect(example.body).toBeUndefined();
      expect(body?.safeParse(example.body ?? {}).error).toBeUndefined();
    });

    it('is what the operation answers, and the document says so', () => {
      expect(response.parse(example.answer)).toEqual(example.answer);
      const mediaType = operation.mediaType ?? 'application/json';
      const exchange = {
        method,
        path: path.replace(/\{\w+\}/g, 'x'),
        status: Number(Object.keys(operation.answers)[0]),
        headers: new Headers({ 'X-Request-Id': 'x', 'Content-Type': mediaType }),
        body: JSON.stringify(example.answer),
      };
      expect(nonconformities(exchange)).toEqual([]);
      if (mediaType === 'application/json') {
        const odd = { ...(example.answer as object), odd: 1 };
        const told = nonconformities({ ...exchange, body: JSON.stringify(odd) });
        expect(told.length > 0).toBe(path !== '/openapi.json');
      }
      expect(nonconformities({ ...exchange, status: 418 })).toHaveLength(1);
      expect(nonconformities({ ...exchange, headers: new Headers() })).not.toEqual([]);
    });
  },
);
