import { z } from 'zod';
import type { Operation } from './operation';

export const followChanges = {
  id: 'followChanges',
  method: 'GET',
  path: '/changes',
  group: 'Service',
  summary: 'Hear of changes',
  description:
    'Server-sent events, as long as the connection is open: each `data: changed` says that something of this user has changed, not what. Ask again for what is on screen.',
  response: z.string(),
  mediaType: 'text/event-stream',
  answers: { 200: 'A stream of events.' },
  example: { answer: 'retry: 1000\n\ndata: changed\n\n' },
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
