import type { Operation } from '@/lib/contract/operations/operation';
import type { Call } from './api';
import { fits, resolved, type Schema } from './openapi/arbitrary';
import { document } from './openapi/read-document';

type Described = {
  parameters?: { in: string; name: string; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
};

/** Values that a client may send by mistake; a field's schema tells which of them are wrong there. */
const VALUES = [
  null,
  true,
  -1,
  0,
  1.5,
  59,
  301,
  367,
  599,
  '',
  'no such value',
  '2027-03-01T09:00:00',
  '2027-02-30T09:00:00Z',
  'x'.repeat(101),
  'x'.repeat(201),
  [],
  {},
  { name: 1 },
];
/** Clients send these for an optional field that they do not mean; `""` in bot configurations only. */
const ABSENT: unknown[] = [null, ''];
const TEXTS = ['', 'no such value', '0', '-1', '1.5', '101', '2027-03-01T09:00:00', 'TRUE', 'x'.repeat(201)];

/**
 * Generates requests that an operation's description forbids, each with one wrong field.
 * @param right a correct request
 * @returns each request with the path of its wrong field
 */
export function* wrongInputs(operation: Operation, right: Call): Generator<{ path: string; call: Call }> {
  const methods = document.paths[operation.path] as unknown as Record<string, Described>;
  const { parameters = [], requestBody } = methods[operation.method.toLowerCase()] ?? {};
  for (const { name, schema } of parameters.filter((parameter) => parameter.in === 'query')) {
    for (const text of TEXTS.filter((value) => !fits(schema, typed(schema, value)))) {
      yield { path: name, call: { ...right, query: { ...(right.query as object), [name]: text } } };
    }
  }
  if (operation.query) yield { path: 'surprise', call: { ...right, query: { surprise: '1' } } };
  const schema = requestBody?.content['application/json']?.schema;
  if (!schema) return;
  for (const { path, value } of wrongFields(schema, right.body ?? {}))
    yield { path, call: { ...right, body: value } };
}

function* wrongFields(reference: Schema, right: unknown): Generator<{ path: string; value: unknown }> {
  const schema = resolved(reference);
  const fields = right as Record<string, unknown>;
  for (const name of schema.required ?? []) {
    yield { path: name, value: Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name)) };
  }
  if (schema.additionalProperties === false) yield { path: 'surprise', value: { ...fields, surprise: 1 } };
  for (const [name, inner] of Object.entries(schema.properties ?? {})) {
    const isRequired = schema.required?.includes(name) ?? false;
    const isWrong = (value: unknown) => !fits(inner, value) && (isRequired || !ABSENT.includes(value));
    for (const value of VALUES.filter(isWrong)) {
      yield { path: name, value: { ...fields, [name]: value } };
    }
    if (!resolved(inner).properties) continue;
    for (const { path, value } of wrongFields(inner, {})) {
      yield { path: `${name}.${path}`, value: { ...fields, [name]: value } };
    }
  }
}

/** Returns a text of the query as a value of its schema's type, if it is one. */
function typed({ type }: Schema, text: string): unknown {
  if (type === 'boolean') return text === 'true' || text === 'false' ? text === 'true' : text;
  if (type === 'integer') return text === '' || Number.isNaN(Number(text)) ? text : Number(text);
  return text;
}
