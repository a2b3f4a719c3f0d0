import { eventType } from 'inngest';
import { z } from 'zod';

/** The job events of lib/platform/jobs.ts as Inngest's typed triggers. A function refuses an event with other data. */
export const calendarChanged = eventType('calendar/changed', {
  schema: z.object({
    calendarId: z.string(),
    connectionId: z.string(),
    userId: z.string(),
    at: z.iso.datetime().optional(),
  }),
});
export const calendarWatch = eventType('calendar/watch', { schema: z.object({ calendarId: z.string() }) });
export const calendarsList = eventType('calendars/list', {
  schema: z.object({ connectionId: z.string() }),
});
export const botsDue = eventType('bots/due', { schema: z.object({ at: z.iso.datetime() }) });
export const botsHandOver = eventType('bots/hand-over', { schema: z.object({ at: z.iso.datetime() }) });
export const botRecall = eventType('bot/recall', { schema: z.object({ botId: z.string() }) });
export const callbackDue = eventType('callback/due', { schema: z.object({ botId: z.string() }) });
export const seriesJoined = eventType('series/joined', {
  schema: z.object({ eventId: z.string(), endsAt: z.string() }),
});
export const usersScan = eventType('users/scan', { schema: z.object({ userIds: z.array(z.string()) }) });
export const windowsMove = eventType('windows/move', {
  schema: z.object({ userId: z.string(), ahead: z.iso.datetime().optional() }),
});
