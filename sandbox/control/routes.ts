import { readFileSync } from 'node:fs';
import { ATTENDEE_API_KEY } from '../bots/attendee';
import { ATTENDEE_WEBHOOK_SECRET } from '../bots/attendee-webhook';
import { STEPS, STOP_REASONS, type Step, type StopReason } from '../bots/bot';
import { BOT_API_KEY } from '../bots/meetstream';
import { WEBHOOK_SECRET } from '../bots/meetstream-webhook';
import type { FaultEffect, FaultMatch } from '../faults';
import { DEFAULT_CLIENT, SCRIPT_CLIENT } from '../google/oauth/store';
import type { Route } from '../google/routes';
import { json, jsonBody, Refusal } from '../http';
import { type Control, controlRoute } from './context';
import { eventRoutes } from './event-routes';
import { peopleRoutes, readyPeople } from './people-routes';
import { roomRoutes } from './room-routes';

/** Returns the routes of the control API and its page, by which tests, scripts and people control the sandbox. */
export function controlRoutes(control: Control): Route[] {
  const { world, lifecycle } = control;
  return [
    ...pageRoutes(),
    ...eventRoutes(control),
    ...peopleRoutes(control),
    ...roomRoutes(control),
    controlRoute('GET', '/state', (call) =>
      json({
        app_url: control.appUrl,
        now: world.now().toISOString(),
        google: {
          origin: call.origin,
          client_id: DEFAULT_CLIENT.id,
          client_secret: DEFAULT_CLIENT.secret,
          script_client_id: SCRIPT_CLIENT.id,
          script_client_secret: SCRIPT_CLIENT.secret,
        },
        bots: {
          base_url: `${call.origin}/meetstream/api/v1`,
          api_key: BOT_API_KEY,
          webhook_secret: WEBHOOK_SECRET,
        },
        attendee: {
          base_url: `${call.origin}/attendee`,
          api_key: ATTENDEE_API_KEY,
          webhook_secret: ATTENDEE_WEBHOOK_SECRET,
        },
        people: readyPeople(control),
        settings: world.settings,
        faults: world.faults.rules,
        channels: world.channels.size,
      }),
    ),
    controlRoute('POST', '/reset', (call) => {
      const { seed } = jsonBody(call);
      if (seed !== undefined && seed !== 'demo' && seed !== 'empty')
        throw new Refusal(400, 'seed is demo or empty.');
      control.reset(seed ?? 'demo');
      return json({ reset: seed ?? 'demo', people: readyPeople(control) });
    }),
    controlRoute('PUT', '/settings', (call) => {
      const { push, bots, meetstream, attendee, ...rest } = jsonBody(call) as Partial<
        Record<'push' | 'bots' | 'meetstream' | 'attendee', object>
      >;
      mustBeMeetstreamSettings(meetstream);
      Object.assign(world.settings, rest);
      Object.assign(world.settings.push, push);
      Object.assign(world.settings.bots, bots);
      Object.assign(world.settings.meetstream, meetstream);
      Object.assign(world.settings.attendee, attendee);
      if (bots) lifecycle.armAll();
      return json(world.settings);
    }),
    controlRoute('GET', '/channels', () => json({ items: [...world.channels.values()] })),
    controlRoute('GET', '/faults', () => json({ items: world.faults.rules })),
    controlRoute('POST', '/faults', (call) => {
      const { match, skip, times, probability, effect } = jsonBody(call);
      if (typeof effect !== 'object' || !effect) throw new Refusal(400, 'effect is required.');
      const rule = { match: (match ?? {}) as FaultMatch, effect: effect as FaultEffect };
      return json(
        world.faults.add({
          ...rule,
          skip: skip as number | undefined,
          times: times as number | undefined,
          probability: probability as number | undefined,
        }),
        201,
      );
    }),
    controlRoute('DELETE', '/faults', () => {
      world.faults.remove();
      return json({ removed: true });
    }),
    controlRoute('DELETE', '/faults/:id', (call) => {
      world.faults.remove(call.params[0]);
      return json({ removed: true });
    }),
    ...botRoutes(control),
    controlRoute('GET', '/log', ({ url: { searchParams: query } }) =>
      json({
        items: world.log.list({
          kind: query.get('kind'),
          path: query.get('path'),
          since: Number(query.get('since') ?? 0),
          limit: Number(query.get('limit') ?? 1000),
        }),
      }),
    ),
    controlRoute('DELETE', '/log', () => {
      world.log.clear();
      return json({ cleared: true });
    }),
    controlRoute('GET', '/clients', () => json({ items: [...world.oauth.clients.values()] })),
    controlRoute('POST', '/clients', (call) => {
      const { id, secret, redirectUris } = jsonBody(call);
      if (typeof id !== 'string' || typeof secret !== 'string')
        throw new Refusal(400, 'id and secret are required.');
      const client = {
        id,
        secret,
        redirectUris: Array.isArray(redirectUris) ? redirectUris.map(String) : ('loopback' as const),
      };
      world.oauth.clients.set(id, client);
      return json(client, 201);
    }),
  ];
}

function mustBeMeetstreamSettings(given: { workspaceEndpoint?: unknown; omit?: unknown } = {}): void {
  const { workspaceEndpoint, omit = [] } = given;
  if (workspaceEndpoint && !URL.canParse(String(workspaceEndpoint)))
    throw new Refusal(400, 'workspaceEndpoint is a URL, or null.');
  if (!Array.isArray(omit)) throw new Refusal(400, 'omit is a list of names of fields.');
}

function botRoutes({ world, lifecycle }: Control): Route[] {
  const find = (id: string | undefined) => {
    const bot = world.bots.get(id ?? '');
    if (!bot) throw new Refusal(404, 'No such bot.');
    return bot;
  };
  return [
    controlRoute('GET', '/bots', () => json({ items: [...world.bots.values()].reverse() })),
    controlRoute('GET', '/bots/:id', (call) => json(find(call.params[0]))),
    controlRoute('POST', '/bots/:id/advance', (call) => {
      const bot = find(call.params[0]);
      const { to, reason } = jsonBody(call);
      if (to !== undefined && !STEPS.includes(to as Step))
        throw new Refusal(400, `to is one of ${STEPS.join(', ')}.`);
      const why = reason === 'Failed' ? 'Error' : reason;
      if (why !== undefined && !STOP_REASONS.includes(why as StopReason))
        throw new Refusal(400, `reason is one of ${STOP_REASONS.join(', ')}.`);
      return json(lifecycle.advance(bot, to as Step | undefined, why as StopReason | undefined));
    }),
    controlRoute('PATCH', '/bots/:id', (call) => {
      const bot = find(call.params[0]);
      const { auto } = jsonBody(call);
      if (typeof auto !== 'boolean') throw new Refusal(400, 'auto is true or false.');
      bot.auto = auto;
      lifecycle.arm(bot);
      return json(bot);
    }),
  ];
}

/** Returns the routes of the control page's files, which are read once. */
function pageRoutes(): Route[] {
  const file = (path: string, name: string, type: string): Route => {
    const content = readFileSync(new URL(`./page/${name}`, import.meta.url), 'utf8');
    const reply = { status: 200, body: content, headers: { 'content-type': `${type}; charset=utf-8` } };
    return { method: 'GET', path: new RegExp(`^${path}$`), handle: () => reply };
  };
  return [
    file('/', 'index.html', 'text/html'),
    file('/icon\\.svg', 'icon.svg', 'image/svg+xml'),
    file('/page\\.css', 'page.css', 'text/css'),
    file('/page\\.js', 'page.js', 'text/javascript'),
  ];
}
