/** The parts of an OpenAPI schema that the reference reads. */
export type Schema = {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  const?: unknown;
  description?: string;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  items?: Schema;
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
};

/** One line of a table of fields. */
export type Field = {
  name: string;
  /** How many inline objects it is nested in. */
  depth: number;
  type: string;
  /** Name of the object it refers to, which the reference describes separately. */
  object?: string;
  required: boolean;
  description: string;
  /** Bounds and default, in words. */
  limits: string[];
};

/** Returns the fields of an object; the fields of inline objects come after their own. */
export function fieldsOf(schema: Schema, depth = 0): Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const inner = field.items ?? field;
    return [
      fieldOf(name, field, schema.required?.includes(name) ?? false, depth),
      ...fieldsOf(inner, depth + 1),
    ];
  });
}

/** Returns one field or parameter. */
export function fieldOf(name: string, schema: Schema, required: boolean, depth = 0): Field {
  const inner = notNull(schema);
  return {
    name,
    depth,
    type: typeOf(schema),
    object: objectOf(inner.items ?? inner),
    required,
    description: schema.description ?? inner.description ?? '',
    limits: limitsOf(inner).concat(hidesDefault(schema) ? [] : [`default ${JSON.stringify(schema.default)}`]),
  };
}

/** Whether the default is not shown: that of an object consists of those of its fields. */
function hidesDefault({ default: value, properties }: Schema): boolean {
  return value === undefined || properties !== undefined;
}

function notNull(schema: Schema): Schema {
  return schema.anyOf?.find((branch) => branch.type !== 'null') ?? schema;
}

function objectOf(schema: Schema): string | undefined {
  return schema.$ref?.split('/').at(-1);
}

const NAMES: Record<string, string> = {
  integer: 'whole number',
  array: 'list',
  'date-time': 'time',
  uri: 'URL',
};

function typeOf(schema: Schema): string {
  const { anyOf, type, format, items, const: only, additionalProperties } = schema;
  if (objectOf(schema)) return objectOf(schema) ?? '';
  if (anyOf) return [...new Set(anyOf.map(typeOf))].join(' or ');
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (only !== undefined) return JSON.stringify(only);
  if (Array.isArray(type)) return type.map((one) => typeOf({ ...schema, type: one })).join(' or ');
  if (items) return `list of ${typeOf(items)}`;
  if (type === 'object' && typeof additionalProperties === 'object' && additionalProperties.type)
    return `object of ${typeOf(additionalProperties)}`;
  return NAMES[(type === 'string' && format) || ''] ?? NAMES[type ?? ''] ?? type ?? 'any';
}

function limitsOf({ minimum, maximum, minLength, maxLength }: Schema): string[] {
  const between = (from: number | undefined, to: number | undefined, unit: string) => {
    if (from === undefined) return to === undefined ? [] : [`at most ${to}${unit}`];
    return to === undefined ? [`at least ${from}${unit}`] : [`${from}–${to}${unit}`];
  };
  const length =
    minLength === 1 && maxLength === undefined ? ['not empty'] : between(minLength, maxLength, ' characters');
  return [...between(minimum, maximum, ''), ...length];
}
