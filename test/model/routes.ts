import type { Handler } from '@/lib/http/define-route';

/** The route files, loaded when they are first called, so that a process starts faster. */
const ROUTES = {
  '/api/v1/calendar': () => import('@/app/api/v1/calendar/route'),
  '/api/v1/calendar/create_calendar': () => import('@/app/api/v1/calendar/create_calendar/route'),
  '/api/v1/calendar/disconnect': () => import('@/app/api/v1/calendar/disconnect/route'),
  '/api/v1/calendar/calendars/{id}': () => import('@/app/api/v1/calendar/calendars/[id]/route'),
  '/api/v1/calendar/events': () => import('@/app/api/v1/calendar/events/route'),
  '/api/v1/calendar/events/{event_id}/override': () =>
    import('@/app/api/v1/calendar/events/[event_id]/override/route'),
  '/api/v1/calendar/schedule/{event_id}': () => import('@/app/api/v1/calendar/schedule/[event_id]/route'),
  '/api/v1/calendar/scheduled_bots/{bot_id}': () =>
    import('@/app/api/v1/calendar/scheduled_bots/[bot_id]/route'),
  '/api/v1/calendar/toggle-recurrence': () => import('@/app/api/v1/calendar/toggle-recurrence/route'),
  '/api/v1/calendar/auto-schedule/enable': () => import('@/app/api/v1/calendar/auto-schedule/enable/route'),
  '/api/v1/calendar/auto-schedule/disable': () => import('@/app/api/v1/calendar/auto-schedule/disable/route'),
  '/api/v1/calendar/auto-schedule/rules': () => import('@/app/api/v1/calendar/auto-schedule/rules/route'),
  '/api/webhooks/google-calendar': () => import('@/app/api/webhooks/google-calendar/route'),
  '/api/webhooks/bots/{provider}': () => import('@/app/api/webhooks/bots/[provider]/route'),
  '/api/webhooks/bots/{provider}/{bot_id}/{token}': () =>
    import('@/app/api/webhooks/bots/[provider]/[bot_id]/[token]/route'),
} satisfies Record<string, () => Promise<object>>;

/** A request from outside; `params` has the parts of the path in braces. */
export type Call = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: keyof typeof ROUTES;
  params?: Record<string, string>;
  headers?: Record<string, string>;
  body?: string;
};

export type Answer = { status: number; isReplayed: boolean; text: string };

/** Calls the route handler with a request, as Next does. */
export async function callRoute({ method, path, params = {}, headers = {}, body }: Call): Promise<Answer> {
  const handlers = (await ROUTES[path]()) as Partial<Record<Call['method'], Handler>>;
  const address = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(params[name] ?? ''));
  const request = new Request(`http://127.0.0.1${address}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
  const handler = handlers[method];
  if (!handler) throw new Error(`There is no ${method} ${path}.`);
  const response = await handler(request, { params: Promise.resolve(params) });
  return {
    status: response.status,
    isReplayed: response.headers.has('idempotent-replayed'),
    text: await response.text(),
  };
}
