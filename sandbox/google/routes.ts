import type { LogKind } from '../call-log';
import type { Call, Reply } from '../http';
import type { World } from '../world';
import { getCalendar, listCalendars, watchCalendars } from './calendar-list';
import * as events from './events';
import { authorize, decide } from './oauth/authorize';
import { certs, discovery, userinfo } from './oauth/identity';
import { revoke, token, tokenInfo } from './oauth/token';
import type { Push } from './push';

export type Route = {
  method: string;
  path: RegExp;
  kind?: LogKind;
  handle: (call: Call) => Reply | Promise<Reply>;
};

const CALENDARS = '/calendar/v3/calendars/([^/]+)/events';
const LIST = '/calendar/v3/users/me/calendarList';

/** Returns the routes of Google's addresses, at the root of the origin. */
export function googleRoutes(world: World, push: Push): Route[] {
  const oauth = (method: string, path: string, handle: Route['handle']): Route => ({
    method,
    path: new RegExp(`^${path}$`),
    kind: 'oauth',
    handle,
  });
  const calendar = (method: string, path: string, handle: Route['handle']): Route => ({
    method,
    path: new RegExp(`^${path}$`),
    kind: 'calendar',
    handle,
  });
  return [
    oauth('GET', '/\\.well-known/openid-configuration', discovery),
    oauth('GET', '/o/oauth2/v2/auth', (call) => authorize(call, world)),
    oauth('POST', '/o/oauth2/v2/auth', (call) => decide(call, world)),
    oauth('POST', '/token', (call) => token(call, world)),
    oauth('POST', '/revoke', (call) => revoke(call, world)),
    oauth('GET', '/tokeninfo', (call) => tokenInfo(call, world)),
    oauth('POST', '/tokeninfo', (call) => tokenInfo(call, world)),
    oauth('GET', '/oauth2/v3/certs', () => certs(world)),
    oauth('GET', '/(?:v1|oauth2/v3)/userinfo', (call) => userinfo(call, world)),
    calendar('GET', LIST, (call) => listCalendars(call, world)),
    calendar('POST', `${LIST}/watch`, (call) => watchCalendars(call, world, push)),
    calendar('GET', `${LIST}/([^/]+)`, (call) => getCalendar(call, world)),
    calendar('POST', '/calendar/v3/channels/stop', (call) => events.stop(call, world, push)),
    calendar('GET', CALENDARS, (call) => events.list(call, world)),
    calendar('POST', CALENDARS, (call) => events.insert(call, world)),
    calendar('POST', `${CALENDARS}/watch`, (call) => events.watch(call, world, push)),
    calendar('POST', `${CALENDARS}/import`, (call) => events.importOne(call, world)),
    calendar('POST', `${CALENDARS}/([^/]+)/move`, (call) => events.move(call, world)),
    calendar('GET', `${CALENDARS}/([^/]+)/instances`, (call) => events.instances(call, world)),
    calendar('GET', `${CALENDARS}/([^/]+)`, (call) => events.get(call, world)),
    calendar('PATCH', `${CALENDARS}/([^/]+)`, (call) => events.patch(call, world, false)),
    calendar('PUT', `${CALENDARS}/([^/]+)`, (call) => events.patch(call, world, true)),
    calendar('DELETE', `${CALENDARS}/([^/]+)`, (call) => events.remove(call, world)),
  ];
}
