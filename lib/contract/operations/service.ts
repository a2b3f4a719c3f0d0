import { z } from 'zod';
import { CHANGE_KINDS } from '../changes';
import type { Operation } from './operation';

export const followChanges = {
  id: 'followChanges',
  method: 'GET',
  path: '/changes',
  group: 'Service',
  summary: 'Hear of changes',
  description: `Server-sent events, as long as the connection is open. Each is JSON, and names the kinds of things of this user that have changed: ${CHANGE_KINDS.map((kind) => `\`${kind}\``).join(', ')}. Ask again for those of them that are on screen. At the beginning it names what changed in the last ten seconds. A message comes every two seconds at the least, also when nothing has changed: after five seconds of silence, open another stream, and ask for everything.`,
  response: z.string(),
  mediaType: 'text/event-stream',
  answers: { 200: 'A stream of events.' },
  example: { answer: 'retry: 1000\n\ndata: {"changed":["events","bots"]}\n\ndata: {"changed":[]}\n\n' },
} satisfies Operation;

export const readOpenApi = {
  id: 'readOpenApi',
  method: 'GET',
  path: '/openapi.json',
  group: 'Service',
  summary: 'This description, as OpenAPI 3.1',
  response: z.looseObject({ openapi: z.string() }),
  isPublic: true,
  answers: { 200: 'The document.' },
  example: { answer: { openapi: '3.1.0' } },
} satisfies Operation;

export const readDocs = {
  id: 'readDocs',
  method: 'GET',
  path: '/docs',
  group: 'Service',
  summary: 'This description, for people',
  response: z.string(),
  mediaType: 'text/html',
  isPublic: true,
  answers: { 200: 'The page.' },
  example: { answer: '<!DOCTYPE html>…' },
} satisfies Operation;
