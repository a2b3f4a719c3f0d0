import type { oas31 } from 'zod-openapi';

/** Where an answer names what another operation takes: by runtime expressions of OpenAPI 3.1 (section 4.8.20.4). */
type Link = oas31.LinkObject & { operationId: string };

const ofBot = (id: string) => links(['readBot', 'readBotStatus', 'updateBot', 'deleteBot'], 'bot_id', id);
const ofEvent = (id: string) =>
  links(
    ['getLink', 'chooseLink', 'setOverride', 'scheduleBot', 'unscheduleBot', 'countSeriesBots'],
    'event_id',
    id,
  );
const byBody = (operationId: string, requestBody: object): Record<string, Link> => ({
  [operationId]: { operationId, requestBody },
});
const nextPage = (operationId: string): Record<string, Link> => ({
  nextPage: {
    operationId,
    parameters: { 'query.cursor': '$response.body#/next' },
    description: 'With the same filters, where `next` is not null.',
  },
});

const meetings = {
  ...ofEvent('$response.body#/results/0/id'),
  ...byBody('toggleRecurrence', { event_id: '$response.body#/results/0/recurring_event_id' }),
  ...byBody('autoReschedule', { event_id: '$response.body#/results/0/recurring_event_id' }),
};
const calendars = links(['updateCalendar'], 'id', '$response.body#/calendars/0/usher_id');
const bots = {
  ...ofBot('$response.body#/scheduled_bots/0/bot_id'),
  ...ofEvent('$response.body#/scheduled_bots/0/event_id'),
  ...byBody('cancelBots', { bot_ids: ['$response.body#/scheduled_bots/0/bot_id'] }),
};

/** What can be done next with the answer of an operation, by the operation's id. */
export const LINKS: Record<string, Record<string, Link>> = {
  listEvents: { ...meetings, ...nextPage('listEvents') },
  getEvents: { ...meetings, ...nextPage('getEvents') },
  scheduleBot: { ...ofBot('$response.body#/bot_id'), ...ofEvent('$response.body#/event_id') },
  autoReschedule: ofBot('$response.body#/bot_id'),
  setOverride: byBody('restoreBots', { bot_ids: ['$response.body#/removed_bots/0'] }),
  unscheduleBot: byBody('restoreBots', { bot_ids: ['$response.body#/cancelled_schedules/0'] }),
  listScheduledBots: { ...bots, ...nextPage('listScheduledBots') },
  listBots: { ...bots, ...nextPage('listBots') },
  cancelBots: byBody('restoreBots', { bot_ids: ['$response.body#/cancelled/0'] }),
  restoreBots: ofBot('$response.body#/restored/0/restored_as'),
  deleteBot: byBody('restoreBots', { bot_ids: ['$response.body#/bot_id'] }),
  listCalendars: calendars,
  listCalendarsByName: calendars,
  createCalendar: {
    ...calendars,
    ...links(['updateConnection'], 'connection_id', '$response.body#/calendar_id'),
    ...byBody('resyncCalendars', { account_id: '$response.body#/calendar_id' }),
    ...byBody('disconnect', { provider: 'google_calendar', account_id: '$response.body#/calendar_id' }),
  },
  listConnections: links(['updateConnection'], 'connection_id', '$response.body#/connections/0/id'),
  listApiKeys: links(['revokeApiKey'], 'key_id', '$response.body#/api_keys/0/id'),
  createApiKey: links(['revokeApiKey'], 'key_id', '$response.body#/id'),
  listSessions: links(['endSession'], 'session_id', '$response.body#/sessions/0/id'),
  listPeople: {
    ...links(['updatePerson', 'removePerson'], 'person_id', '$response.body#/results/0/id'),
    ...nextPage('listPeople'),
  },
  listActivity: {
    ...ofBot('$response.body#/results/0/bot_id'),
    ...ofEvent('$response.body#/results/0/event_id'),
    ...nextPage('listActivity'),
  },
};

/** Returns a link to each of these operations, whose path takes the id that an answer has at this place. */
function links(operations: string[], parameter: string, id: string): Record<string, Link> {
  return Object.fromEntries(
    operations.map((operationId) => [operationId, { operationId, parameters: { [parameter]: id } }]),
  );
}
