import { Cron } from 'croner';
import type { FunctionSpec, ServeHandler, StoredEvent } from './types';

/** Inngest's default number of retries for a function that sets none. */
const DEFAULT_RETRIES = 3;

/** Any address will do: the handler runs in this process, and only the path and the query are read. */
export const HANDLER_URL = 'http://localhost/api/inngest';

/** The options that are refused, by their names in a function's registration. */
const UNSUPPORTED_OPTIONS = {
  batchEvents: 'batchEvents',
  cancel: 'cancelOn',
  debounce: 'debounce',
  idempotency: 'idempotency',
  priority: 'priority',
  rateLimit: 'rateLimit',
  singleton: 'singleton',
  throttle: 'throttle',
  timeouts: 'timeouts',
};

/** A function's registration as `InngestFunction.getConfig` (inngest 4.24) writes it. */
type FunctionConfig = {
  id: string;
  triggers?: { event?: string; expression?: string; cron?: string; jitter?: string }[];
  steps?: { step?: { retries?: { attempts?: number } } };
  concurrency?: number | ConcurrencyConfig | ConcurrencyConfig[];
} & Partial<Record<keyof typeof UNSUPPORTED_OPTIONS, unknown>>;

type ConcurrencyConfig = { limit: number; key?: string; scope?: string };

/** Records something that a function uses and the local runner does not support. */
type Refuse = (problem: string) => void;

/**
 * Returns the functions that the serve handler registers. Throws one Error that names every function and option which the
 * local runner does not support: a job must never silently behave differently than with an Inngest server.
 */
export async function readFunctions(handler: ServeHandler): Promise<FunctionSpec[]> {
  const response = await handler(
    new Request(HANDLER_URL, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'x-inngest-sync-kind': 'in_band', host: 'localhost' },
      body: JSON.stringify({ url: HANDLER_URL }),
    }),
  );
  const text = await response.text();
  if (response.status !== 200 || response.headers.get('x-inngest-sync-kind') !== 'in_band') {
    throw new Error(
      `The Inngest handler refused to list its functions in-band (status ${response.status}): ${text.slice(0, 300)}`,
    );
  }
  const { functions } = JSON.parse(text) as { functions: FunctionConfig[] };
  const problems: string[] = [];
  const specs = functions.map((config) =>
    readFunction(config, (problem) => problems.push(`${config.id}: ${problem}`)),
  );
  if (problems.length > 0) throw new Error(`The local runner does not support:\n  ${problems.join('\n  ')}`);
  return specs;
}

function readFunction(config: FunctionConfig, refuse: Refuse): FunctionSpec {
  for (const [option, name] of Object.entries(UNSUPPORTED_OPTIONS)) {
    if (config[option as keyof typeof UNSUPPORTED_OPTIONS] !== undefined) refuse(`option "${name}"`);
  }
  const spec: FunctionSpec = {
    id: config.id,
    maxAttempts: (config.steps?.step?.retries?.attempts ?? DEFAULT_RETRIES) + 1,
    events: [],
    crons: [],
    concurrency: [],
  };
  for (const { cron, jitter, event = '', expression } of config.triggers ?? []) {
    if (jitter) refuse(`option "jitter" of cron "${cron}"`);
    if (cron !== undefined) {
      if (isCron(cron)) spec.crons.push(cron);
      else refuse(`cron "${cron}" (only five fields, in UTC)`);
    } else if (event === 'inngest/function.failed') refuse('option "onFailure"');
    else if (event.includes('*') || event.startsWith('inngest/')) refuse(`trigger "${event}"`);
    else if (expression) refuse(`trigger "${event}" with the expression "${expression}"`);
    else spec.events.push(event);
  }
  for (const entry of [config.concurrency ?? []].flat()) {
    const { limit, key, scope = 'fn' } = typeof entry === 'number' ? { limit: entry } : entry;
    const path = key === undefined ? undefined : parseDataPath(key);
    if (scope !== 'fn') refuse(`concurrency with scope "${scope}" (only "fn")`);
    else if (key !== undefined && !path) refuse(`concurrency key "${key}" (only the form event.data.x)`);
    else if (limit > 0) spec.concurrency.push({ max: limit, path });
  }
  return spec;
}

/** Returns whether the runner understands a cron expression: five fields, without seconds or time zone. */
function isCron(expression: string): boolean {
  try {
    new Cron(expression, { mode: '5-part', timezone: 'UTC' });
    return true;
  } catch {
    return false;
  }
}

/** Returns `['user', 'id']` for the CEL expression `event.data.user.id`, undefined for an expression of any other form. */
export function parseDataPath(expression: string): string[] | undefined {
  const match = /^event\.data((?:\.[A-Za-z_]\w*)+)$/.exec(expression.trim());
  return match?.[1]?.slice(1).split('.');
}

/** Returns the value in an event's data at `path`; undefined where a part of the path is missing. */
export function readDataPath(event: Pick<StoredEvent, 'data'>, path: readonly string[]): unknown {
  let value: unknown = event.data;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}
