import { updatePerson } from '@/lib/calendar-sync/people';
import { removePerson } from '@/lib/calendar-sync/remove-person';
import * as operations from '@/lib/contract/operations/administration';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';

const patch = defineRoute(operations.updatePerson, ({ user, actor, params, body, now }) =>
  updatePerson(params.person_id, body, { actor, now, administratorId: user.id }),
);

const remove = defineRoute(operations.removePerson, ({ user, actor, params, now }) =>
  removePerson(params.person_id, { actor, now, administratorId: user.id }),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ PATCH: patch, DELETE: remove });
