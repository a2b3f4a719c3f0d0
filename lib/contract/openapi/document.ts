import { z } from 'zod';
import {
  type CreateDocumentOptions,
  createDocument,
  type oas31,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
} from 'zod-openapi';
import usher from '../../../package.json' with { type: 'json' };
import { OPERATIONS } from '../operations';
import { GROUPS, type Operation } from '../operations/operation';
import { callbacks } from './callbacks';
import { ERROR_EXAMPLES, errorAnswer, errorResponses } from './errors';
import { headersOf, requestHeaders } from './headers';
import { INTRODUCTION } from './introduction';
import { LINKS } from './links';
import { tellTexts } from './texts';

let written: oas31.OpenAPIObject | undefined;

/** The OpenAPI 3.1 document of the REST API, written from its operations. */
export function openApiDocument(): oas31.OpenAPIObject {
  written ??= write();
  return written;
}

function write(): oas31.OpenAPIObject {
  const document = createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'Usher',
        version: usher.version,
        description: INTRODUCTION,
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: '/api/v1' }],
      tags: Object.entries(GROUPS).map(([name, description]) => ({ name, description })),
      paths: pathsOf(OPERATIONS),
      components: {
        schemas: { Error: errorAnswer },
        examples: ERROR_EXAMPLES,
        securitySchemes: SECURITY_SCHEMES,
      },
    },
    { override: tidy },
  );
  tellTexts(document);
  return document;
}

const SECURITY_SCHEMES: Record<string, oas31.SecuritySchemeObject> = {
  token: {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description: '`Authorization: Token <api key>`',
  },
  bearer: {
    type: 'http',
    scheme: 'bearer',
    description: 'The same key as `Authorization: Bearer <api key>`.',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'next-auth.session-token',
    description:
      'The session of the dashboard, from pages of this origin only; over https its name begins with `__Secure-`.',
  },
};

/** Returns the credentials that an operation takes: any, only a session, or none. */
function securityOf({ isPublic, isForPeople, isForAdministrators }: Operation): Record<string, string[]>[] {
  if (isPublic) return [];
  return Object.keys(isForPeople || isForAdministrators ? { session: null } : SECURITY_SCHEMES).map(
    (name) => ({ [name]: [] }),
  );
}

function pathsOf(operations: Operation[]): ZodOpenApiPathsObject {
  const paths: ZodOpenApiPathsObject = {};
  for (const operation of operations) {
    const method = operation.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
    paths[operation.path] = { ...paths[operation.path], [method]: describe(operation) };
  }
  return paths;
}

function describe(operation: Operation): ZodOpenApiOperationObject {
  const { id, group, summary, description, params, query, body, example } = operation;
  return {
    operationId: id,
    tags: [group],
    summary,
    ...(description ? { description } : {}),
    security: securityOf(operation),
    requestParams: {
      ...(params ? { path: params } : {}),
      ...(query ? { query } : {}),
      ...(operation.method === 'POST' ? { header: requestHeaders } : {}),
    },
    ...(body
      ? {
          requestBody: {
            required: !body.safeParse({}).success,
            content: {
              'application/json': { schema: body, ...(example.body ? { example: example.body } : {}) },
            },
          },
        }
      : {}),
    ...(callbacks[id] ? { callbacks: callbacks[id] } : {}),
    responses: {
      ...Object.fromEntries(
        Object.entries(operation.answers).map(([status, description]) => [
          status,
          {
            description,
            headers: headersOf(operation, Number(status)),
            content: {
              [operation.mediaType ?? 'application/json']: {
                schema: operation.response,
                example: example.answer,
              },
            },
            ...(LINKS[id] ? { links: LINKS[id] } : {}),
          },
        ]),
      ),
      ...errorResponses(operation),
    },
  };
}

/** Leaves out what zod adds and no reader needs. */
const tidy: CreateDocumentOptions['override'] = ({ jsonSchema, zodSchema, io }) => {
  const { def } = zodSchema._zod;
  // The format says it; of a request's times a pattern of its own says which years are taken.
  if (jsonSchema.format === 'date-time' && jsonSchema.pattern?.includes('\\d')) delete jsonSchema.pattern;
  // A request's whole numbers are those that JSON carries exactly (RFC 8259 section 6).
  if (io === 'output' && jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (io === 'output' && jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (def.type === 'record') delete jsonSchema.propertyNames;
  if (def.type === 'object') {
    // Answers may come to hold more: clients must not refuse what they do not know.
    if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    // Names that are refused with a word of their own are no fields.
    for (const [name, field] of Object.entries((zodSchema as z.ZodObject).shape)) {
      if (field instanceof z.ZodOptional && field.unwrap() instanceof z.ZodNever)
        delete jsonSchema.properties?.[name];
    }
  }
};
