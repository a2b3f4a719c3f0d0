import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { document } from './read-document';

/** A JSON schema, as far as the document uses it. */
export type Schema = {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  propertyNames?: Schema;
  minProperties?: number;
  maxProperties?: number;
};

const ajv = new Ajv2020({ strict: false });
addFormats(ajv);
ajv.addSchema(document, 'openapi');
const validators = new Map<string, (value: unknown) => boolean>();

/** Returns whether a schema of the document takes a value. */
export function fits(schema: Schema, value: unknown): boolean {
  const text = JSON.stringify(schema);
  let validate = validators.get(text);
  if (!validate) {
    validate = ajv.compile(JSON.parse(text.replaceAll('"$ref":"#', '"$ref":"openapi#')));
    validators.set(text, validate);
  }
  return validate(value);
}

/** Returns the schema that a reference names. */
export function resolved(schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1);
  return name ? ((document.components.schemas[name] ?? {}) as Schema) : schema;
}

/** How deeply generated values are nested: most bodies are flat. */
const MOST_LEVELS = 4;

const arbitraries = new Map<string, fc.Arbitrary<unknown>>();

/** Returns values that a schema of the document takes, at its bounds more often than elsewhere. */
export function arbitraryOf(schema: Schema, level = 0): fc.Arbitrary<unknown> {
  const name = `${level} ${JSON.stringify(schema)}`;
  const arbitrary = arbitraries.get(name) ?? newArbitrary(schema, level);
  arbitraries.set(name, arbitrary);
  return arbitrary;
}

function newArbitrary(reference: Schema, level: number): fc.Arbitrary<unknown> {
  const schema = resolved(reference);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.const !== undefined) return fc.constant(schema.const);
  const branches = schema.anyOf ?? [];
  if (branches.length > 0) {
    const flat = branches.filter(
      ({ type }) => level < MOST_LEVELS || (type !== 'object' && type !== 'array'),
    );
    return fc.oneof(...flat.map((branch) => arbitraryOf(branch, level)));
  }
  const types = [schema.type ?? []].flat();
  if (types.length > 1) return fc.oneof(...types.map((type) => arbitraryOf({ ...schema, type }, level)));
  switch (types[0]) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return integers(schema);
    case 'number':
      return fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }));
    case 'string':
      return texts(schema);
    case 'array':
      return lists(schema, level);
    case 'object':
      return objects(schema, level);
    default:
      throw new Error(`No values are known for ${JSON.stringify(schema).slice(0, 200)}.`);
  }
}

function integers({ minimum: min = -(2 ** 31), maximum: max = 2 ** 53 - 1 }: Schema) {
  return fc.oneof(
    fc.constantFrom(min, max),
    fc.integer({ min, max }),
    fc.integer({ min, max: Math.min(max, min + 1000) }),
  );
}

function lists({ items = {}, minItems = 0, maxItems = 6, uniqueItems = false }: Schema, level: number) {
  const of = { minLength: minItems, maxLength: Math.max(minItems, Math.min(maxItems, 6)) };
  const values = arbitraryOf(items, level + 1);
  return uniqueItems ? fc.uniqueArray(values, of) : fc.array(values, of);
}

function objects(schema: Schema, level: number): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties = true, propertyNames = {} } = schema;
  const known = fc.record(
    Object.fromEntries(
      Object.entries(properties).map(([name, inner]) => [name, arbitraryOf(inner, level + 1)]),
    ),
    { requiredKeys: required.filter((name) => name in properties) },
  );
  const isOpen = typeof additionalProperties === 'object' && level < MOST_LEVELS;
  const others = isOpen
    ? fc.dictionary(
        texts({ ...propertyNames, maxLength: 20 }).filter((name) => !(name in properties)),
        arbitraryOf(additionalProperties, level + 1),
        { minKeys: schema.minProperties ?? 0, maxKeys: schema.maxProperties ?? 2 },
      )
    : fc.constant({});
  return fc
    .tuple(known, others)
    .map(([fields, more]) => ({ ...more, ...fields }))
    .filter((value) => fits(schema, value));
}

const TIMES = fc
  .tuple(
    fc.oneof(
      fc.date({ min: new Date('1970-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
      fc.integer({ min: -60, max: 400 }).map((days) => new Date(Date.now() + days * 86_400_000)),
      fc.constantFrom(new Date(0), new Date('9999-12-31T23:59:59.999Z'), new Date('2028-02-29T00:00:00Z')),
    ),
    fc.constantFrom('Z', '+00:00', '-12:00', '+14:00', '+05:45', '-23:59', '+23:59'),
  )
  .map(([date, zone]) => date.toISOString().replace('Z', zone));

/** Kinds of text; of a schema those are generated that it takes. */
const KINDS: fc.Arbitrary<string>[] = [
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.string({ maxLength: 40 }),
  // As long as a limit allows, in characters of two UTF-16 units.
  fc.constantFrom(50, 100, 101, 200, 300, 320, 1024).map((length) => '🚀'.repeat(length)),
  fc.constantFrom(
    '',
    ' ',
    '\n',
    'null',
    '0',
    '%00',
    '../..',
    "'; --",
    '\ufeff',
    '\u2028',
    'İstanbul',
    'a_b',
    '%',
    '\\',
  ),
  TIMES,
  fc.webUrl({ validSchemes: ['https'] }),
  fc.domain(),
  fc.constantFrom(
    'https://meet.google.com/abc-defg-hij',
    'https://zoom.us/j/85012345678',
    'https://example.com/x',
  ),
  fc.constantFrom('google', 'google_calendar', 'primary', 'ada@northwind.example', 'evt_none', 'bot_none'),
];

function texts({ pattern, format, minLength, maxLength }: Schema): fc.Arbitrary<string> {
  const text = { type: 'string', pattern, format, minLength, maxLength };
  const right = KINDS.filter((kind) =>
    fc.sample(kind, { numRuns: 30, seed: 1 }).some((value) => fits(text, value)),
  );
  return fc.oneof(...right).filter((value) => fits(text, value));
}
