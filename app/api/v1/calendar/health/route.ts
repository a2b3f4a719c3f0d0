import { calendarHealth } from '@/lib/calendar-sync/show-calendars';
import * as operations from '@/lib/contract/operations/calendars';
import { listStoppedProviders } from '@/lib/dispatch/provider-stops';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import { readInngestServer } from '@/lib/platform/inngest-server';

const get = defineRoute(operations.calendarHealth, async ({ user, now }) => {
  const [health, stopped, server] = await Promise.all([
    calendarHealth(user.id, now),
    listStoppedProviders(user.id, now),
    readInngestServer(now),
  ]);
  return {
    ...health,
    ok: health.ok && stopped.length === 0,
    stopped_providers: stopped,
    inngest_server: server && {
      is_away: server.isAway,
      last_call_at: server.lastCallAt?.toISOString() ?? null,
    },
  };
});

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ GET: get });
