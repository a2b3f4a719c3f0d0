import { z } from 'zod';

/**
 * The objects of OpenAPI 3.1 with all their fixed fields (https://spec.openapis.org/oas/v3.1.0#schema, section 4.8).
 * Other fields are wrong. Schemas are checked by JSON Schema.
 */
const markdown = z.string();
const url = z.string().min(1);
const map = <S extends z.ZodType>(value: S) => z.record(z.string().regex(/^[a-zA-Z0-9._-]+$/), value);
const reference = z.strictObject({
  $ref: z.string().regex(/^#\/components\//),
  summary: z.string().optional(),
  description: markdown.optional(),
});
const orReference = <S extends z.ZodType>(object: S) => z.union([reference, object]);
const schema = z.looseObject({});
const externalDocs = z.strictObject({ url, description: markdown.optional() });
const example = z.strictObject({
  summary: z.string().optional(),
  description: markdown.optional(),
  value: z.unknown().optional(),
  externalValue: z.string().optional(),
});
const mediaType = z
  .strictObject({
    schema: schema.optional(),
    example: z.unknown().optional(),
    examples: map(orReference(example)).optional(),
    encoding: z.unknown().optional(),
  })
  .refine((value) => !('example' in value && 'examples' in value), 'example excludes examples');
const content = z.record(z.string().regex(/^[\w.*-]+\/[\w.*+-]+$/), mediaType);
const header = z
  .strictObject({
    description: markdown.optional(),
    required: z.boolean().optional(),
    deprecated: z.boolean().optional(),
    schema: schema.optional(),
    content: content.optional(),
    style: z.literal('simple').optional(),
    explode: z.boolean().optional(),
    example: z.unknown().optional(),
    examples: map(orReference(example)).optional(),
  })
  .refine((value) => (value.schema === undefined) !== (value.content === undefined), 'schema or content');
const parameter = z
  .strictObject({
    name: z.string().min(1),
    in: z.enum(['query', 'header', 'path', 'cookie']),
    description: markdown.optional(),
    required: z.boolean().optional(),
    deprecated: z.boolean().optional(),
    allowEmptyValue: z.boolean().optional(),
    schema: schema.optional(),
    content: content.optional(),
    style: z.string().optional(),
    explode: z.boolean().optional(),
    allowReserved: z.boolean().optional(),
    example: z.unknown().optional(),
    examples: map(orReference(example)).optional(),
  })
  .refine((value) => value.in !== 'path' || value.required === true, 'a path parameter is required')
  .refine((value) => (value.schema === undefined) !== (value.content === undefined), 'schema or content');
const link = z
  .strictObject({
    operationRef: z.string().optional(),
    operationId: z.string().optional(),
    parameters: z.record(z.string(), z.unknown()).optional(),
    requestBody: z.unknown().optional(),
    description: markdown.optional(),
    server: z.unknown().optional(),
  })
  .refine((value) => !value.operationRef !== !value.operationId, 'operationRef or operationId');
const response = z.strictObject({
  description: markdown,
  headers: z.record(z.string(), orReference(header)).optional(),
  content: content.optional(),
  links: map(orReference(link)).optional(),
});
const server = z.strictObject({ url, description: markdown.optional(), variables: z.unknown().optional() });
const security = z.array(z.record(z.string(), z.array(z.string())));
const operation = z.strictObject({
  tags: z.array(z.string()).optional(),
  summary: z.string().optional(),
  description: markdown.optional(),
  externalDocs: externalDocs.optional(),
  operationId: z.string().optional(),
  parameters: z.array(orReference(parameter)).optional(),
  requestBody: orReference(
    z.strictObject({ description: markdown.optional(), content, required: z.boolean().optional() }),
  ).optional(),
  responses: z.record(z.string().regex(/^(?:[1-5](?:\d\d|XX)|default)$/), orReference(response)),
  get callbacks() {
    return map(orReference(z.record(z.string(), pathItem))).optional();
  },
  deprecated: z.boolean().optional(),
  security: security.optional(),
  servers: z.array(server).optional(),
});
const pathItem = z.strictObject({
  summary: z.string().optional(),
  description: markdown.optional(),
  get: operation.optional(),
  put: operation.optional(),
  post: operation.optional(),
  delete: operation.optional(),
  options: operation.optional(),
  head: operation.optional(),
  patch: operation.optional(),
  trace: operation.optional(),
  servers: z.array(server).optional(),
  parameters: z.array(orReference(parameter)).optional(),
});
const securityScheme = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('apiKey'),
    in: z.enum(['query', 'header', 'cookie']),
    name: z.string(),
    description: markdown.optional(),
  }),
  z.strictObject({
    type: z.literal('http'),
    scheme: z.string(),
    bearerFormat: z.string().optional(),
    description: markdown.optional(),
  }),
]);

/** The root object. */
export const openApi31 = z.strictObject({
  openapi: z.string().regex(/^3\.1\.\d+$/),
  info: z.strictObject({
    title: z.string(),
    version: z.string(),
    summary: z.string().optional(),
    description: markdown.optional(),
    termsOfService: url.optional(),
    contact: z.unknown().optional(),
    license: z
      .strictObject({ name: z.string(), identifier: z.string().optional(), url: url.optional() })
      .optional(),
  }),
  jsonSchemaDialect: url.optional(),
  servers: z.array(server).optional(),
  paths: z.record(z.string().regex(/^\//), pathItem),
  webhooks: z.record(z.string(), pathItem).optional(),
  components: z.strictObject({
    schemas: map(schema).optional(),
    responses: map(orReference(response)).optional(),
    parameters: map(orReference(parameter)).optional(),
    examples: map(orReference(example)).optional(),
    headers: map(orReference(header)).optional(),
    securitySchemes: map(orReference(securityScheme)).optional(),
  }),
  security: security.optional(),
  tags: z
    .array(
      z.strictObject({
        name: z.string(),
        description: markdown.optional(),
        externalDocs: externalDocs.optional(),
      }),
    )
    .optional(),
  externalDocs: externalDocs.optional(),
});
