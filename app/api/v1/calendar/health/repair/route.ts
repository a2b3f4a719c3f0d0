import { now } from '@/lib/clock';
import * as operations from '@/lib/contract/operations/calendars';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import { repairCalendars } from '@/lib/services/calendars/repair-calendars';

const post = defineRoute(operations.repairCalendars, ({ user, actor, body }) =>
  repairCalendars(user.id, body, actor, now),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ POST: post });
