import fc from 'fast-check';
import { OPERATIONS } from '@/lib/contract/operations';
import type { Operation } from '@/lib/contract/operations/operation';
import { arbitraryOf, fits, resolved, type Schema } from './arbitrary';
import { document, nonconformities } from './read-document';

/** An installation to send requests to, and who sends them. */
type Target = {
  /** With `/api/v1`. */
  url: string;
  /** Headers of each sender: by `key`, and by `session`, which may do everything. */
  senders: { key: Record<string, string>; session: Record<string, string> };
  /** Ids that no request may name: without them nothing more could be asked. */
  spared: readonly string[];
  /** A body of `createCalendar` that connects the account again. */
  credentials: Record<string, string>;
};

type Link = { operationId: string; parameters?: Record<string, unknown>; requestBody?: unknown };
type Described = {
  parameters?: { in: string; name: string; required?: boolean; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { links?: Record<string, Link> }>;
};
type Sent = {
  path: Record<string, string>;
  query: Record<string, string>;
  headers: Record<string, string>;
  body?: unknown;
};

/** What was found: how many answers came by status, and what is wrong, each with its request. */
type Findings = {
  requests: number;
  statuses: Record<string, number>;
  byLinks: number;
  wrong: string[];
};

/** Returns what the document says of an operation, with the parameters that it refers to. */
function described({ path, method }: Operation): Described {
  const found = document.paths[path]?.[method.toLowerCase()] as unknown as Described;
  const parameters = (found.parameters ?? []) as (NonNullable<Described['parameters']>[number] & {
    $ref?: string;
  })[];
  const known = document.components.parameters as Record<string, (typeof parameters)[number]>;
  return {
    ...found,
    parameters: parameters.map((one) => known[one.$ref?.split('/').at(-1) ?? ''] ?? one),
  };
}

/** Codes of 400 that a request which the schemas take gets never. */
const FAULTS = ['invalid_json', 'invalid_content_type'];

/**
 * Sends requests that are generated from the OpenAPI document, for as long as told: to each operation some that its schemas
 * take and some that they refuse, with ids that earlier answers gave (by the document's links).
 * @param seed the same one generates the same requests, as far as the answers are the same
 */
export async function fuzz(
  target: Target,
  { seconds, seed }: { seconds: number; seed: number },
): Promise<Findings> {
  const findings: Findings = { requests: 0, statuses: {}, byLinks: 0, wrong: [] };
  const given = new Map<string, Record<string, unknown>[]>();
  const end = Date.now() + seconds * 1000;
  const plans = OPERATIONS.map((operation) => ({ operation, right: rightRequests(operation) }));
  for (let round = 0; Date.now() < end; round++) {
    for (const [index, { operation, right }] of plans.entries()) {
      if (Date.now() > end) break;
      const [drawn] = fc.sample(fc.tuple(right, fc.nat(), fc.boolean()), {
        numRuns: 1,
        seed: seed + round * 1000 + index,
      });
      if (!drawn) continue;
      const [request, choice, isRight] = drawn;
      const links = given.get(operation.id) ?? [];
      const link = choice % 8 === 0 ? undefined : links[choice % (links.length || 1)];
      if (link) findings.byLinks++;
      const whole = spare(withIds(operation, target, request, link), target, operation, choice);
      const sent = isRight ? whole : wrongRequest(operation, whole, choice);
      if (!sent) continue;
      const sender =
        operation.isForPeople || operation.isForAdministrators || choice % 3 === 0 ? 'session' : 'key';
      const answer = await send(target, operation, sent, sender);
      findings.requests++;
      findings.statuses[answer.status] = (findings.statuses[answer.status] ?? 0) + 1;
      const complaints = complaintsAbout(operation, answer, isRight);
      for (const complaint of complaints) {
        findings.wrong.push(`${operation.id}: ${complaint}\n  ${JSON.stringify(sent).slice(0, 1500)}`);
      }
      remember(operation, sent, answer, given);
    }
  }
  return findings;
}

type Answer = { status: number; body: string; wrong: string[] };

async function send(
  target: Target,
  operation: Operation,
  sent: Sent,
  sender: 'key' | 'session',
): Promise<Answer> {
  const { method } = operation;
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(sent.path[name] ?? ''));
  const query = new URLSearchParams(sent.query);
  const stop = new AbortController();
  const ask = () =>
    fetch(`${target.url}${path}${query.size > 0 ? `?${query}` : ''}`, {
      method,
      headers: {
        ...target.senders[sender],
        ...(sent.body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...sent.headers,
      },
      body: sent.body === undefined ? undefined : JSON.stringify(sent.body),
      redirect: 'manual',
      signal: stop.signal,
    });
  // A connection that was idle may be closed by the server in this moment.
  const response = await ask().catch(ask);
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
  const body = isStream ? '' : await response.text();
  if (isStream) stop.abort();
  const { status, headers } = response;
  return { status, body, wrong: nonconformities({ method, path, status, headers, body }) };
}

function complaintsAbout(operation: Operation, { status, body, wrong }: Answer, isRight: boolean): string[] {
  const told = wrong.slice(0, 3);
  if (status >= 500) return [...told, `${status}: ${body.slice(0, 300)}`];
  if (!isRight)
    return status === 400 && pathsOf(body).length > 0
      ? told
      : [...told, `takes what its schemas refuse: ${status} ${body.slice(0, 200)}`];
  if (status !== 400) return told;
  const { error } = JSON.parse(body) as { error: string };
  const checks = Object.keys(operation.checks ?? {});
  const isTold = (path: string) => checks.some((check) => path === check || path.startsWith(`${check}.`));
  const isFault = FAULTS.includes(error) || (error === 'validation_failed' && !pathsOf(body).every(isTold));
  return isFault ? [...told, `refuses what its schemas take: ${body.slice(0, 300)}`] : told;
}

function pathsOf(body: string): string[] {
  const { details = [] } = JSON.parse(body || '{}') as { details?: { path?: string }[] };
  return Array.isArray(details) ? details.map(({ path = '' }) => path) : [];
}

/** Returns requests that an operation's schemas take. */
function rightRequests(operation: Operation): fc.Arbitrary<Sent> {
  const { parameters = [], requestBody } = described(operation);
  const part = (place: string) => {
    const values = parameters
      .filter((parameter) => parameter.in === place)
      .map(({ name, schema, required }) => {
        const value = arbitraryOf(schema).map(String);
        // With many filters at once, or a cursor of no list, nothing would be answered.
        const nil = { arbitrary: fc.constant(undefined), weight: name === 'cursor' ? 30 : 5 };
        return [name, required ? value : fc.oneof({ arbitrary: value, weight: 1 }, nil)] as const;
      });
    return fc.record(Object.fromEntries(values)).map(present);
  };
  const schema = requestBody?.content['application/json']?.schema;
  return fc.record({
    path: part('path'),
    query: part('query'),
    headers: part('header'),
    ...(schema ? { body: arbitraryOf(schema) } : {}),
  });
}

function present(values: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** Returns a request with the ids that an earlier answer gave. */
function withIds(
  { id }: Operation,
  { credentials }: Target,
  sent: Sent,
  link: Record<string, unknown> | undefined,
): Sent {
  if (id === 'createCalendar') return { ...sent, body: credentials };
  if (!link) return sent;
  const { body, query, ...path } = link as { body?: object; query?: Record<string, string> };
  return {
    ...sent,
    path: { ...sent.path, ...(path as Record<string, string>) },
    query: { ...sent.query, ...query },
    ...(body ? { body: { ...(sent.body as object), ...body } } : {}),
  };
}

/** Returns a request that does not take away what the others need. */
function spare(sent: Sent, { spared }: Target, { id }: Operation, choice: number): Sent {
  const isDisconnect = id.startsWith('disconnect') && choice % 10 !== 0;
  const body = isDisconnect
    ? { ...(sent.body as object), dry_run: true }
    : id === 'deleteAccount'
      ? { confirm: 'none' }
      : sent.body;
  const path = Object.fromEntries(
    Object.entries(sent.path).map(([name, value]) => [
      name,
      spared.includes(value) || /^\.{1,2}$/.test(value) ? 'none' : value,
    ]),
  );
  return { ...sent, path, ...(body === undefined ? {} : { body }) };
}

const ODD: unknown[] = [
  true,
  -1,
  1.5,
  1e300,
  'no such value',
  '2027-03-01T09:00:00',
  'x'.repeat(9000),
  'a\0b',
  [],
  [[1]],
  {},
  { name: 1 },
];

/** Returns a request with one thing in it that the operation's schemas refuse; null where there is nothing to refuse. */
function wrongRequest(operation: Operation, sent: Sent, choice: number): Sent | null {
  const { parameters = [], requestBody } = described(operation);
  const query = parameters.filter((parameter) => parameter.in === 'query');
  const schema = requestBody?.content['application/json']?.schema;
  const wrongs: Sent[] = [];
  if (operation.query) wrongs.push({ ...sent, query: { ...sent.query, surprise: '1' } });
  for (const { name, schema: of } of query) {
    for (const value of ['no such value', '-1', '1.5', '', 'a\0b', 'x'.repeat(400)].filter(
      (text) => !takesText(of, text),
    ))
      wrongs.push({ ...sent, query: { ...sent.query, [name]: value } });
  }
  if (schema) {
    for (const body of wrongValues(schema, sent.body))
      if (!fits(schema, body)) wrongs.push({ ...sent, body });
  }
  if (operation.method === 'POST') wrongs.push({ ...sent, headers: { 'Idempotency-Key': 'x'.repeat(256) } });
  return wrongs[choice % (wrongs.length || 1)] ?? null;
}

/** Returns a value with something in it replaced by what may be wrong there. */
function* wrongValues(reference: Schema, value: unknown): Generator<unknown> {
  const schema = resolved(reference);
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries())
      for (const inner of wrongValues(schema.items ?? {}, item)) yield value.with(index, inner);
  } else if (schema.properties && typeof value === 'object' && value !== null) {
    const fields = value as Record<string, unknown>;
    for (const name of schema.required ?? []) {
      const { [name]: _, ...others } = fields;
      yield others;
    }
    if (schema.additionalProperties === false) yield { ...fields, surprise: 1 };
    for (const [name, inner] of Object.entries(schema.properties)) {
      for (const wrong of wrongValues(inner, fields[name])) yield { ...fields, [name]: wrong };
    }
  }
  yield* ODD;
}

function takesText(schema: Schema, text: string): boolean {
  const { type } = resolved(schema);
  const isNumber = type === 'integer' && text !== '' && !Number.isNaN(Number(text));
  return fits(schema, isNumber ? Number(text) : text);
}

/** Remembers what an answer gives other operations, by the links of the document. */
function remember(
  operation: Operation,
  sent: Sent,
  { status, body }: Answer,
  given: Map<string, Record<string, unknown>[]>,
): void {
  const links = described(operation).responses[status]?.links ?? {};
  const answer = status < 300 && Object.keys(links).length > 0 ? JSON.parse(body) : null;
  for (const { operationId, parameters = {}, requestBody } of Object.values(links)) {
    const ids: Record<string, unknown> = {};
    for (const [name, expression] of Object.entries(parameters)) {
      const value = evaluated(expression, answer);
      if (name.startsWith('query.')) ids.query = { ...sent.query, [name.slice(6)]: value };
      else ids[name] = value;
    }
    if (requestBody !== undefined) ids.body = evaluated(requestBody, answer);
    if (JSON.stringify(ids, (_, value) => value ?? 'absent').includes('"absent"')) continue;
    const known = given.get(operationId) ?? [];
    given.set(operationId, [...known, ids].slice(-20));
  }
}

/** Returns a value with OpenAPI's runtime expressions in it evaluated; null for what an answer does not have. */
function evaluated(value: unknown, answer: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => evaluated(one, answer));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, evaluated(one, answer)]));
  const pointer = typeof value === 'string' && /^\$response\.body#(\/.*)$/.exec(value)?.[1];
  if (!pointer) return value;
  return (
    pointer
      .slice(1)
      .split('/')
      .reduce<unknown>((at, name) => (at as Record<string, unknown> | null | undefined)?.[name], answer) ??
    null
  );
}
