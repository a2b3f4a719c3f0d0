import { z } from 'zod';
import { utc } from './common';

const session = z
  .object({
    id: z.string(),
    user_agent: z.string().nullable().describe('As the browser calls itself.'),
    created_at: utc,
    last_seen_at: utc.describe('To the minute.'),
    ends_at: utc.describe('The person signs in again then.'),
    is_current: z.boolean().describe('The session that asks.'),
  })
  .meta({ id: 'Session', description: 'A browser in which the person is signed in.' });

export const sessionsResponse = z.object({ sessions: z.array(session) });

export const sessionIdParams = z.object({ session_id: z.string().describe('Id of a session.') });

export const endedSessions = z.object({
  ended: z.int().describe('How many sessions ended.'),
  message: z.string(),
});

export type SessionsResponse = z.infer<typeof sessionsResponse>;
export type EndedSessions = z.infer<typeof endedSessions>;
