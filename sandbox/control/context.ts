import type { Lifecycle } from '../bots/lifecycle';
import type { Calendar } from '../google/calendar';
import type { Route } from '../google/routes';
import { type Call, jsonBody, Refusal, type Reply } from '../http';
import type { SeedName } from '../seed/seed';
import type { World } from '../world';

export type Control = {
  world: World;
  lifecycle: Lifecycle;
  appUrl: string | undefined;
  reset: (seed: SeedName) => void;
};

/**
 * Returns a route of the control API, which is not logged and to which faults do not apply. It does nothing for a page of
 * another site, which could otherwise change the demo of whoever opens it.
 */
export function controlRoute(
  method: string,
  path: string,
  handle: (call: Call) => Reply | Promise<Reply>,
): Route {
  return {
    method,
    path: new RegExp(`^/control${path.replace(/:[a-z]+/gi, '([^/]+)')}$`),
    handle: (call) => {
      const site = call.headers['sec-fetch-site'] ?? 'none';
      if (site !== 'none' && site !== 'same-origin')
        throw new Refusal(403, 'Pages of other sites may not use the control API.');
      return handle(call);
    },
  };
}

/** Returns the calendar that the path names. Throws 404 with the ids of all calendars. */
export function calendarOf({ world }: Control, call: Call): Calendar {
  const calendar = world.calendars.get(call.params[0] ?? '');
  if (!calendar)
    throw new Refusal(404, `No such calendar. Calendars: ${[...world.calendars.keys()].join(', ')}.`);
  return calendar;
}

/** Returns a text field of the body. Throws 400 when it is missing. */
export function textField(call: Call, name: string): string {
  const value = jsonBody(call)[name];
  if (typeof value !== 'string' || value === '') throw new Refusal(400, `${name} is required.`);
  return value;
}

/** Returns a number field of the body, or the default when it is absent. Throws 400 for anything else. */
export function numberField(body: Record<string, unknown>, name: string, otherwise: number): number {
  const value = body[name] ?? otherwise;
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw new Refusal(400, `${name} must be a number.`);
  return value;
}
