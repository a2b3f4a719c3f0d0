import { calendarHealth } from '@/lib/calendar-sync/show-calendars';
import * as operations from '@/lib/contract/operations/calendars';
import { listStoppedProviders } from '@/lib/dispatch/provider-stops';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';

const get = defineRoute(operations.calendarHealth, async ({ user, now }) => {
  const [health, stopped] = await Promise.all([
    calendarHealth(user.id, now),
    listStoppedProviders(user.id, now),
  ]);
  return { ...health, ok: health.ok && stopped.length === 0, stopped_providers: stopped };
});

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ GET: get });
