import { z } from 'zod';
import { utc } from './common';

/** What is checked of an installation, in the order in which it is shown. */
const SETUP_CHECKS = [
  'address',
  'access',
  'google_client',
  'redirect_address',
  'notifications',
  'bot_provider',
  'database',
  'encryption_key',
  'jobs',
  'clock',
  'proxies',
] as const;

const setupCheck = z
  .object({
    name: z.enum(SETUP_CHECKS),
    title: z.string().describe('What is checked, in a few words.'),
    state: z
      .enum(['ok', 'warning', 'failed', 'not_checked'])
      .describe(
        '`warning`: it works, and something is to be known; `not_checked`: nothing that was seen tells.',
      ),
    seen: z.string().describe('What was seen, in sentences. No secret is in it.'),
    seen_at: utc.describe('When it was seen.'),
    last: z
      .object({ what: z.string(), at: utc })
      .nullable()
      .describe(
        'What shows that it works, and when that last happened, such as a notification; null: nothing has.',
      ),
    action: z.string().nullable().describe('What to do about it; null: nothing.'),
  })
  .meta({ id: 'SetupCheck', description: 'One thing of the installation that can be set up wrong.' });

export const setupResponse = z.object({ checks: z.array(setupCheck) });

export type SetupCheckName = (typeof SETUP_CHECKS)[number];
export type SetupCheck = z.infer<typeof setupCheck>;
export type SetupResponse = z.infer<typeof setupResponse>;
