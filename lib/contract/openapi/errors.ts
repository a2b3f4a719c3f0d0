import { z } from 'zod';
import type { oas31, ZodOpenApiResponsesObject } from 'zod-openapi';
import { ERRORS, type ErrorCode } from '../errors';
import { errorsOf, type Operation } from '../operations/operation';
import { headersOf } from './headers';

/** What every refusal looks like. */
export const errorAnswer = z
  .object({
    error: z
      .string()
      .describe(
        'The code: what a program goes by. With `ambiguous_disconnect` a sentence; the code is in `code`.',
      ),
    message: z.string().describe('A sentence a person can act on.'),
    details: z
      .union([
        z.array(z.object({ path: z.string(), message: z.string() })),
        z.object({ nearest: z.array(z.string()).describe('Original starts of the nearest meetings.') }),
        z.object({ reason: z.string().describe("Google's own code.") }),
      ])
      .optional()
      .describe('For `validation_failed` every bad field with its path.'),
    request_id: z.string().describe('The same as `X-Request-Id`: what to look for in the log.'),
    bot_id: z.string().optional().describe('With `already_scheduled`: the bot that is booked or active.'),
    status: z.string().optional().describe('With `bot_not_editable`: the state of the bot.'),
    scope: z
      .literal('all')
      .optional()
      .describe('With `ambiguous_disconnect`: what a call without a name would mean.'),
    code: z.string().optional().describe('With `ambiguous_disconnect`: its code.'),
    connection_count: z.int().optional().describe('With `ambiguous_disconnect`.'),
    next_steps: z.string().optional().describe('With `ambiguous_…`: what to send instead.'),
    accounts: z
      .array(z.object({ account_id: z.string(), email: z.string() }))
      .optional()
      .describe('With `ambiguous_disconnect`: the connected accounts.'),
  })
  .meta({ id: 'Error', description: 'Every refusal has this shape.' });

/** The error answers of an operation, a status each, naming the codes it can carry. */
export function errorResponses(operation: Operation): ZodOpenApiResponsesObject {
  const responses: ZodOpenApiResponsesObject = {};
  const checks = Object.entries(operation.checks ?? {}).map(([path, rule]) => `\`${path}\` ${rule}`);
  const all = errorsOf(operation);
  for (const status of new Set(all.map((code) => ERRORS[code].status))) {
    const codes = all.filter((code) => ERRORS[code].status === status);
    responses[`${status}`] = {
      description: [
        ...codes.map((code) => `\`${code}\`: ${ERRORS[code].meaning}`),
        ...(status === 400 && checks.length > 0
          ? [`What the schemas do not say: ${checks.join('; ')}.`]
          : []),
      ].join('\n\n'),
      headers: headersOf(operation, status),
      content: {
        'application/json': {
          schema: { $ref: '#/components/schemas/Error', ...errorFieldOf(codes) },
          examples: Object.fromEntries(
            codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]),
          ),
        },
      },
    };
  }
  return responses;
}

/** Returns how `error` is described: one of these codes, or a sentence where a client of MeetStream prints it. */
function errorFieldOf(codes: ErrorCode[]) {
  return codes.includes('ambiguous_disconnect') ? {} : { properties: { error: { enum: codes } } };
}

/** An answer with each error code. */
export const ERROR_EXAMPLES: Record<string, oas31.ExampleObject> = Object.fromEntries(
  Object.entries(ERRORS).map(([code, { meaning: message }]) => [
    code,
    { value: { error: code, message, request_id: '1c7b5f0e-6f0a-4a53-9d55-0f7c6f9f2c11' } },
  ]),
);
