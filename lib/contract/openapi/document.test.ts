import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { validate } from '@/lib/http/validate';
import { fits, type Schema } from '@/test/openapi/arbitrary';
import { document, nonconformities } from '@/test/openapi/read-document';
import { openApi31 } from '@/test/openapi/rules';
import { createApiKeyBody } from '../api-keys';
import { ERRORS, UsherError } from '../errors';
import { OPERATIONS } from '../operations';
import { LINKS } from './links';

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

/** Returns the schema of a field, of the first item of a list for a number; undefined where there is none. */
function within(schema: z.ZodType | undefined, name: string): z.ZodType | undefined {
  if (schema instanceof z.ZodArray) return schema.element as z.ZodType;
  if (schema instanceof z.ZodObject) return schema.shape[name];
  const inner = (schema as { unwrap?: () => z.ZodType } | undefined)?.unwrap?.();
  return inner && within(inner, name);
}

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

  it('links answers to operations that take what they give', () => {
    const links = named.flatMap(([, { id, response }]) =>
      Object.values(LINKS[id] ?? {}).map((link) => ({ id, response, link })),
    );
    expect(new Set(links.map(({ id }) => id))).toEqual(new Set(Object.keys(LINKS)));
    for (const { id, response, link } of links) {
      const target = OPERATIONS.find((operation) => operation.id === link.operationId);
      const taken = { ...target?.params?.shape, ...target?.query?.shape };
      for (const name of Object.keys(link.parameters ?? {}))
        expect(Object.keys(taken), id).toContain(name.replace('query.', ''));
      const expressions = JSON.stringify(link).matchAll(/\$response\.body#\/([^"]+)/g);
      for (const [, pointer = ''] of expressions) {
        const place = pointer.split('/').reduce<z.ZodType | undefined>(within, response);
        expect(place, `${id}: ${pointer}`).toBeDefined();
      }
    }
  });

  it('names a field of the request with each rule that its schema does not say', () => {
    for (const { id, method, path, query, body, checks = {} } of OPERATIONS) {
      const refusal = JSON.stringify(document.paths[path]?.[method.toLowerCase()]?.responses[400] ?? '');
      for (const name of Object.keys(checks)) {
        const parts = name.split('.');
        const place = parts.reduce<z.ZodType | undefined>(
          within,
          query?.shape[parts[0] ?? ''] ? query : body,
        );
        expect(place, `${id}: ${name}`).toBeDefined();
        expect(refusal).toContain(`\`${name}\` ${checks[name]}`);
      }
    }
  });

  it.each([
    ['as many characters as people count', { name: '🚀'.repeat(100) }, true],
    ['a character too many', { name: '🚀'.repeat(101) }, false],
    ['only spaces', { name: ' \n' }, false],
    ['a character that no text has', { name: 'a\0b' }, false],
    ['a time before 1970', { expires_at: '1969-12-31T23:59:59Z' }, false],
    ['a time without an offset', { expires_at: '2027-03-01T09:00:00' }, false],
    ['a time', { expires_at: '2027-03-01T09:00:00.123456+05:45' }, true],
  ])('takes and refuses what the check does: %s', (_name, body, isRight) => {
    const schema = document.paths['/api_keys']?.post as unknown as {
      requestBody: { content: Record<string, { schema: Schema }> };
    };
    const { schema: described = {} } = schema.requestBody.content['application/json'] ?? {};
    expect(fits(described, body)).toBe(isRight);
    const check = () => validate(createApiKeyBody, body, 'body');
    if (isRight) expect(check).not.toThrow();
    else expect(check).toThrow(UsherError);
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
