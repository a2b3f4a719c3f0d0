import type { IncomingMessage, ServerResponse } from 'node:http';
import { attendeeRoutes } from './bots/attendee';
import { Lifecycle } from './bots/lifecycle';
import { meetstreamRoutes } from './bots/meetstream';
import { controlRoutes } from './control/routes';
import type { Fault } from './faults';
import { faultError } from './google/errors';
import { invalidGrant } from './google/oauth/token';
import { Push } from './google/push';
import { googleRoutes, type Route } from './google/routes';
import {
  bearerOf,
  type Call,
  html,
  isWireError,
  json,
  listen,
  Refusal,
  type Reply,
  readCall,
  sendReply,
} from './http';
import { type SeedName, seedWorld, topUpDemo } from './seed/seed';
import { StateFile } from './state-file';
import { World } from './world';

export type SandboxOptions = {
  /** 0 takes any free port. */
  port: number;
  seed?: SeedName;
  now?: () => Date;
  /** The app's address, for a link on the control page. */
  appUrl?: string | undefined;
  /** Where the state is saved across restarts. */
  stateFile?: string | undefined;
};

export type Sandbox = { url: string; port: number; world: World; close(): Promise<void> };

/**
 * Starts Google and the bot providers on one port of 127.0.0.1. Rejects with EADDRINUSE for a taken port, and
 * for a damaged state file.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const now = options.now ?? (() => new Date());
  const seed = options.seed ?? 'demo';
  const world = new World(now);
  const file = options.stateFile ? new StateFile(options.stateFile, world) : undefined;
  const saveSoon = () => file?.saveSoon();
  const push = new Push(world);
  const lifecycle = new Lifecycle(world, saveSoon);
  if (!file?.load()) seedWorld(world, seed);
  else if (seed === 'demo') topUpDemo(world);
  world.onChange = (subject) => {
    push.notify(subject);
    // The people of a meeting come and go by its times.
    if (subject.startsWith('events:')) lifecycle.roomsChanged();
  };

  const routes = [
    ...googleRoutes(world, push),
    ...meetstreamRoutes(world, lifecycle),
    ...attendeeRoutes(world, lifecycle),
    ...controlRoutes({ world, lifecycle, appUrl: options.appUrl, reset: (name) => seedWorld(world, name) }),
  ];
  const { server, port } = await listen((request, response) => {
    void serve(request, response, routes, world).finally(() => {
      if (request.method !== 'GET' || request.url?.includes('/remove_bot')) saveSoon();
    });
  }, options.port);
  lifecycle.armAll();
  file?.saveSoon();
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    world,
    close: async () => {
      lifecycle.close();
      push.close();
      file?.saveNow();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  routes: Route[],
  world: World,
): Promise<void> {
  const startedAt = performance.now();
  let call: Call | undefined;
  let route: Route | undefined;
  let status: number | null = null;
  try {
    call = await readCall(request);
    route = findRoute(call, routes);
    call.user = world.oauth.accessToken(bearerOf(call.headers), world.now().getTime())?.email;
    const fault = route?.kind && world.faults.take({ ...call, path: call.url.pathname });
    const reply = await answer(world, call, route, fault || undefined);
    if (reply) {
      status = reply.status;
      sendReply(response, reply);
      for (const work of call.afterwards) response.once('finish', work);
    } else {
      request.socket.destroy();
    }
  } catch (error) {
    const refusal = isWireError(error) ? error : new Refusal(500, String(error));
    status = refusal.status;
    sendReply(response, json(refusal.toBody(), status));
  }
  if (call && route?.kind) record(world, call, route.kind, { status, ms: performance.now() - startedAt });
}

function findRoute(call: Call, routes: Route[]): Route | undefined {
  const path = call.url.pathname;
  for (const route of routes) {
    if (route.method !== call.method) continue;
    const match = route.path.exec(path);
    if (!match) continue;
    call.params = match.slice(1).map(decodeURIComponent);
    if (route.kind === 'calendar' && path.includes('/calendars/')) call.calendar = call.params[0];
    return route;
  }
  return undefined;
}

/** Returns the handler's answer, or the fault's; undefined when the connection is to be cut. */
async function answer(
  world: World,
  call: Call,
  route: Route | undefined,
  rule: Fault | undefined,
): Promise<Reply | undefined> {
  if (!route) throw new Refusal(404, `There is nothing at ${call.method} ${call.url.pathname}.`);
  if (!rule) return run(call, route);
  const fault = rule.effect;
  if (fault.delayMs) await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
  if (fault.hold && !fault.afterWork) await world.faults.held(rule);
  const done = fault.afterWork ? await run(call, route) : undefined;
  if (fault.hold && done) await world.faults.held(rule);
  if (fault.cutConnection) return undefined;
  if (fault.garbage) return html('<!doctype html><title>Please sign in</title>');
  if (fault.invalidGrant) return json(invalidGrant().toBody(), 400);
  if (fault.status === undefined) return done ?? run(call, route);
  const error =
    route.kind === 'bots'
      ? new Refusal(fault.status, fault.reason ?? 'Service unavailable.')
      : faultError(fault.status, fault.reason);
  const seconds = fault.retryAfterSeconds;
  const after = fault.retryAfterAsDate
    ? new Date(Date.now() + (seconds ?? 0) * 1000).toUTCString()
    : String(seconds);
  const headers: Record<string, string> = seconds === undefined ? {} : { 'retry-after': after };
  return json(error.toBody(), fault.status, headers);
}

async function run(call: Call, route: Route): Promise<Reply> {
  try {
    return await route.handle(call);
  } catch (error) {
    if (isWireError(error)) return json(error.toBody(), error.status);
    throw error;
  }
}

function record(
  world: World,
  call: Call,
  kind: NonNullable<Route['kind']>,
  { status, ms }: { status: number | null; ms: number },
): void {
  world.log.add({
    at: world.now().toISOString(),
    kind,
    direction: 'in',
    method: call.method,
    // Queries of the OAuth pages carry codes and tokens.
    path: kind === 'oauth' ? call.url.pathname : call.url.pathname + call.url.search,
    status,
    ms: Math.round(ms * 10) / 10,
    user: call.user,
    ...(kind === 'bots' && {
      idempotencyKey: call.headers['idempotency-key']?.toString(),
      body: call.body.length > 0 ? readableBody(call.body) : undefined,
    }),
  });
}

function readableBody(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return body.toString();
  }
}
