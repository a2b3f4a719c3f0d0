import type { oas31 } from 'zod-openapi';
import { ANY_TEXT } from '../texts';

type Schema = Record<string, unknown>;

/** Any JSON value, with the texts and names that are taken everywhere. */
const ANY_VALUE = {
  description: 'Any JSON value.',
  anyOf: [
    { type: ['null', 'boolean', 'number'] },
    { type: 'string', pattern: ANY_TEXT },
    { type: 'array', items: { $ref: '#/components/schemas/AnyValue' } },
    {
      type: 'object',
      // JavaScript cannot have a field of this name.
      propertyNames: { pattern: `^(?!__proto__$)${ANY_TEXT.slice(1)}` },
      additionalProperties: { $ref: '#/components/schemas/AnyValue' },
    },
  ],
};

/**
 * Says of every text, name and free value in a document's requests what `validate` takes everywhere. The document is
 * changed.
 */
export function tellTexts(document: oas31.OpenAPIObject): void {
  const schemas = document.components?.schemas as Record<string, Schema>;
  const seen = new Set<unknown>();
  const tell = (schema: Schema): void => {
    if (seen.has(schema)) return;
    seen.add(schema);
    if (typeof schema.$ref === 'string') {
      const component = schemas[schema.$ref.split('/').at(-1) ?? ''];
      if (component) tell(component);
      return;
    }
    for (const branches of [schema.anyOf, schema.allOf, schema.oneOf] as (Schema[] | undefined)[]) {
      for (const [index, branch] of branches?.entries() ?? []) branches?.splice(index, 1, told(branch));
    }
    if (schema.items) schema.items = told(schema.items as Schema);
    for (const [name, field] of Object.entries((schema.properties ?? {}) as Record<string, Schema>))
      (schema.properties as Schema)[name] = told(field);
    if (typeof schema.additionalProperties === 'object') {
      schema.propertyNames = { pattern: ANY_VALUE.anyOf[3]?.propertyNames?.pattern };
      schema.additionalProperties = told(schema.additionalProperties as Schema);
    }
    const isText = [schema.type].flat().includes('string');
    if (isText && !schema.enum && schema.const === undefined) schema.pattern ??= ANY_TEXT;
  };
  const told = (schema: Schema): Schema => {
    const { description, deprecated, ...rules } = schema;
    if (Object.keys(rules).length === 0) return { ...schema, $ref: '#/components/schemas/AnyValue' };
    tell(schema);
    return schema;
  };
  const places = [document, ...Object.values(document.paths ?? {})];
  const methods = places.flatMap((place) => Object.values(place as object)) as oas31.OperationObject[];
  for (const { parameters = [], requestBody } of methods.filter((one) => one?.responses)) {
    for (const parameter of parameters) {
      if (!('schema' in parameter)) continue;
      tell(parameter.schema as Schema);
      // A path without it is another path.
      if (parameter.in === 'path') (parameter.schema as Schema).minLength ??= 1;
    }
    for (const { schema } of Object.values((requestBody as oas31.RequestBodyObject)?.content ?? {}))
      if (schema) tell(schema as Schema);
  }
  schemas.AnyValue = ANY_VALUE;
}
