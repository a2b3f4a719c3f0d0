import { apiKeyIdParams, apiKeysResponse, createApiKeyBody, createdApiKey, revokedApiKey } from '../api-keys';
import type { Operation } from './operation';

const KEY = {
  id: 'key_7b2d9f0a4c6e8b1d3f5a7c9e',
  name: 'Notetaker',
  prefix: 'ush_4fT9bQx2',
  created_at: '2027-02-20T12:00:00.000Z',
  last_used_at: null,
};

export const listApiKeys = {
  id: 'listApiKeys',
  method: 'GET',
  path: '/api_keys',
  group: 'Account',
  summary: 'List API keys',
  description: 'Those that can be used, newest first. The keys themselves are not stored.',
  response: apiKeysResponse,
  answers: { 200: 'The keys.' },
  example: { answer: { api_keys: [{ ...KEY, last_used_at: '2027-03-01T08:30:00.000Z' }] } },
} satisfies Operation;

export const createApiKey = {
  id: 'createApiKey',
  method: 'POST',
  path: '/api_keys',
  group: 'Account',
  summary: 'Create an API key',
  description: 'The answer holds the key, this once.',
  body: createApiKeyBody,
  response: createdApiKey,
  answers: { 201: 'Created.' },
  example: {
    body: { name: 'Notetaker' },
    answer: {
      ...KEY,
      key: 'ush_4fT9bQx2…',
      message: 'Keep this key now: it is not shown again.',
    },
  },
} satisfies Operation;

export const revokeApiKey = {
  id: 'revokeApiKey',
  method: 'DELETE',
  path: '/api_keys/{key_id}',
  group: 'Account',
  summary: 'Revoke an API key',
  description: 'The next request with it is refused. A key may revoke itself.',
  params: apiKeyIdParams,
  response: revokedApiKey,
  answers: { 200: 'Revoked.' },
  errors: ['not_found'],
  example: {
    params: { key_id: KEY.id },
    answer: {
      id: KEY.id,
      revoked: true,
      message: 'The key is revoked: requests with it are refused from now on.',
    },
  },
} satisfies Operation;
