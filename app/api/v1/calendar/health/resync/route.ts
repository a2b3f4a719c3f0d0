import { resyncCalendars } from '@/lib/calendar-sync/resync-calendars';
import * as operations from '@/lib/contract/operations/calendars';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import { now } from '@/lib/platform/clock';

const post = defineRoute(operations.resyncCalendars, ({ user, actor, body }) =>
  resyncCalendars(user.id, body, actor, now),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ POST: post });
