import type { z } from 'zod';
import type { ErrorCode } from '../errors';

/** The parts of the API, in the order in which people meet them. */
export const GROUPS = {
  Calendars: 'Connect a Google account, and see how its calendars are synced.',
  Events: 'Meetings with their links, their bots, and why a bot will or will not join.',
  Scheduling: 'A bot for one meeting, for all of a series, or for none.',
  Bots: 'Bots that are booked, active, or have ended.',
  'Auto-schedule': 'Bots for whatever the rules take, without asking each time.',
  Recurrence: 'Series whose next bot is scheduled when a meeting ends.',
  Account: 'API keys, settings, and what has happened.',
  Administration: 'The people of the installation. Only for administrators who are signed in.',
  Service: 'This description, and the stream of changes.',
} as const;

export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/**
 * One method of one path of the REST API: all there is to say about it. defineRoute validates by it, and the OpenAPI
 * document and the reference are written from it.
 */
export type Operation = {
  /** What generated clients call it. */
  id: string;
  method: (typeof METHODS)[number];
  /** Below `/api/v1`; parameters in braces. */
  path: `/${string}`;
  group: keyof typeof GROUPS;
  /** A few words, then whatever else there is to know, in Markdown's plainest form. */
  summary: string;
  description?: string;
  params?: z.ZodObject;
  query?: z.ZodObject;
  /** Absent: a body is not read. */
  body?: z.ZodType;
  response: z.ZodType;
  /** Of a response that is no JSON. */
  mediaType?: string;
  /**
   * Its answer has up to hundreds of rows. The function that makes them states each field, which the compiler checks; once
   * more it is checked in tests and in development alone, because that takes as long as to make them.
   */
  isLarge?: true;
  /** It is no GET and changes nothing all the same: keys that may only read may use it. */
  changesNothing?: true;
  /** Only a person who is signed in may ask, no API key. */
  isForPeople?: true;
  /** Only an administrator who is signed in may ask. */
  isForAdministrators?: true;
  /** Anyone may ask, without credentials. */
  isPublic?: boolean;
  /** What it means when it succeeds, by status; a handler that names no status answers with the lowest. */
  answers: Record<number, string>;
  /**
   * The rules that a schema cannot say, since they compare fields, or ask for the time or for what is stored: by the path of
   * the field that `validation_failed` names, what the field must be. A request that the schemas take is refused with
   * `validation_failed` by these alone.
   */
  checks?: Readonly<Record<string, string>>;
  /** What it can refuse with, beside what any operation with such input can (errorsOf). */
  errors?: readonly ErrorCode[];
  /** One exchange, as a client sees it. */
  example: {
    params?: Record<string, string>;
    query?: Record<string, string>;
    body?: unknown;
    answer: unknown;
  };
};

/** Every error an operation can answer with. */
export function errorsOf(operation: Operation): ErrorCode[] {
  const { method, isPublic, params, query, body, errors = [] } = operation;
  const codes: (ErrorCode | false | undefined)[] = [
    (params || query || body || method === 'POST') && 'validation_failed',
    query?.shape.cursor && 'invalid_cursor',
    body && 'invalid_json',
    body && 'invalid_content_type',
    body && 'payload_too_large',
    body && 'request_timeout',
    !isPublic && 'unauthorized',
    !isPublic && 'forbidden',
    !isPublic && 'rate_limited',
    method === 'POST' && 'idempotency_key_reused',
    method === 'POST' && 'idempotency_in_progress',
    ...errors,
    'internal_error',
    'stopping',
  ];
  return [...new Set(codes.filter((code): code is ErrorCode => typeof code === 'string'))];
}
