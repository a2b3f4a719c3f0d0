import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { openApiDocument } from '@/lib/contract/openapi/document';

/** One exchange with the API, as it was on the wire. */
export type Exchange = { method: string; path: string; status: number; headers: Headers; body: string };

type Json = Record<string, unknown>;

/** The document that clients get. */
export const document = JSON.parse(JSON.stringify(openApiDocument())) as {
  paths: Record<string, Record<string, { operationId: string; responses: Record<string, Response> }>>;
  components: { schemas: Json; headers: Json; parameters: Json };
};
type Response = { content?: Record<string, unknown>; headers?: Record<string, { $ref: string }> };

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);
// Later answers may have more fields; today's have none that is not described.
ajv.addSchema(closed(structuredClone(document)) as Json, 'openapi');

const validators = new Map<string, ValidateFunction>();
const templates = Object.keys(document.paths)
  // A path without parameters matches before one with.
  .sort((a, b) => a.split('{').length - b.split('{').length)
  .map((path) => ({
    path,
    pattern: new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
  }));

/**
 * Compares an answer with the OpenAPI document: its path, method and status must be described, its body must have the
 * described fields and no others, and its headers must be complete.
 * @param exchange its path starts after `/api/v1` and has no query
 * @returns the problems, in sentences
 */
export function nonconformities({ method, path, status, headers, body }: Exchange): string[] {
  const name = `${method} ${path} → ${status}`;
  const wrong = headers.get('x-request-id') ? [] : [`${name} has no X-Request-Id`];
  if (method === 'OPTIONS') return wrong;
  const template = templates.find(({ pattern }) => pattern.test(path))?.path;
  const operations = template === undefined ? undefined : document.paths[template];
  const operation = operations?.[(method === 'HEAD' ? 'GET' : method).toLowerCase()];
  if (!template || !operations || !operation) {
    const right = operations ? status === 405 && headers.get('allow') : status === 404;
    return [
      ...wrong,
      ...(right ? [] : [`${name} is not described`]),
      ...check(name, '/components/schemas/Error', body),
    ];
  }
  const response = operation.responses[status];
  if (!response) return [...wrong, `${name} is not described: ${body.slice(0, 300)}`];
  for (const [header, { $ref }] of Object.entries(response.headers ?? {})) {
    const value = headers.get(header);
    const described = document.components.headers[$ref.split('/').at(-1) ?? ''] as { required?: boolean };
    if (value === null && described.required) wrong.push(`${name} has no ${header}`);
    if (value !== null) {
      wrong.push(...check(`${name}, ${header}`, `${$ref.slice(1)}/schema`, JSON.stringify(value)));
    }
  }
  const type = headers.get('content-type')?.split(';')[0] ?? '';
  if (!response.content?.[type]) return [...wrong, `${name} is ${type}, which is not described`];
  if (type !== 'application/json' || method === 'HEAD') return wrong;
  const place = [
    'paths',
    template,
    method.toLowerCase(),
    'responses',
    String(status),
    'content',
    type,
    'schema',
  ];
  return [...wrong, ...check(name, `/${place.map(pointer).join('/')}`, body)];
}

function check(name: string, place: string, text: string): string[] {
  let validate = validators.get(place);
  if (!validate) {
    validate = ajv.compile({ $ref: `openapi#${place}` });
    validators.set(place, validate);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [`${name} is not JSON: ${text.slice(0, 100)}`];
  }
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `${name}: ${instancePath || 'the body'} ${message} ${JSON.stringify(params)}`,
  );
}

/** Returns a part of a JSON pointer within a URI (RFC 6901 section 6). */
function pointer(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
}

/** Changes the schemas so that they allow only described fields. */
function closed(node: unknown): unknown {
  if (Array.isArray(node)) node.forEach(closed);
  else if (typeof node === 'object' && node !== null) {
    const schema = node as Json;
    if (schema.type === 'object' && schema.properties && schema.additionalProperties === undefined) {
      schema.additionalProperties = false;
    }
    for (const [key, inner] of Object.entries(schema)) {
      if (key !== 'example' && key !== 'examples') closed(inner);
    }
  }
  return node;
}
