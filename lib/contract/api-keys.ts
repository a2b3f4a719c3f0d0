import { z } from 'zod';
import { instant, utc } from './common';
import { filledText } from './texts';

const ACCESS = ['full', 'read'] as const;

const apiKey = z.object({
  id: z.string(),
  name: z.string(),
  /** The first characters of the key, to recognize it by. */
  prefix: z.string(),
  created_at: utc,
  /** To the minute; null: never. */
  last_used_at: utc.nullable(),
  access: z.enum(ACCESS).describe('`read`: it may read, and change nothing.'),
  may_manage_keys: z
    .boolean()
    .describe('Whether it may create and revoke API keys. Every key may revoke itself.'),
  expires_at: utc.nullable().describe('It is refused from then on; null: it does not expire.'),
});

export const apiKeysResponse = z.object({ api_keys: z.array(apiKey) });

export const createApiKeyBody = z.strictObject({
  name: filledText(100)
    .trim()
    .default('API key')
    .describe('What people know it by, such as where it is used.'),
  access: z
    .enum(ACCESS, { error: `must be ${ACCESS.join(' or ')}` })
    .default('full')
    .describe('`read`: it may read, and change nothing.'),
  may_manage_keys: z
    .boolean({ error: 'must be true or false' })
    .default(false)
    .describe('Whether it may create and revoke API keys.'),
  expires_at: instant
    .nullable()
    .default(null)
    .describe('It is refused from then on; null: it does not expire.'),
});

export const createdApiKey = apiKey.extend({
  key: z.string().describe('The key itself, shown this once.'),
  message: z.string(),
});

export const apiKeyIdParams = z.object({ key_id: z.string().describe('Id of an API key.') });

export const revokedApiKey = z.object({ id: z.string(), revoked: z.literal(true), message: z.string() });

export type ApiKeyRow = z.infer<typeof apiKey>;
export type ApiKeysResponse = z.infer<typeof apiKeysResponse>;
export type CreateApiKey = z.output<typeof createApiKeyBody>;
export type CreatedApiKey = z.infer<typeof createdApiKey>;
export type RevokedApiKey = z.infer<typeof revokedApiKey>;
