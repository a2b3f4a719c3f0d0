import { Cron } from 'croner';
import { parseEventPath, parseFailedFunctionId, parseMatch } from './expressions';
import type { FunctionSpec, ServeHandler } from './types';

/** Inngest's default number of retries for a function that sets none. */
const DEFAULT_RETRIES = 3;

export const FUNCTION_FAILED = 'inngest/function.failed';

/** Any address does: the handler runs in this process, and only the path and query are read. */
export const HANDLER_URL = 'http://localhost/api/inngest';

/** One function as `InngestFunction.getConfig` (inngest 4.24) writes it. */
type FunctionConfig = {
  id: string;
  triggers?: { event?: string; expression?: string; cron?: string; jitter?: string }[];
  steps?: { step?: { retries?: { attempts?: number } } };
  cancel?: { event: string; if?: string; timeout?: string }[];
  concurrency?: number | ConcurrencyConfig | ConcurrencyConfig[];
  idempotency?: string;
} & Partial<Record<(typeof UNSUPPORTED_OPTIONS)[number], unknown>>;

type ConcurrencyConfig = { limit: number; key?: string; scope?: string };

const UNSUPPORTED_OPTIONS = [
  'batchEvents',
  'rateLimit',
  'throttle',
  'debounce',
  'priority',
  'timeouts',
  'singleton',
] as const;

/**
 * Asks the serve handler for its functions by an in-band sync. Throws one Error that names every function and option which
 * the local runner does not support: a job must never silently behave otherwise than under Inngest.
 */
export async function readFunctions(handler: ServeHandler, now: Date): Promise<FunctionSpec[]> {
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
    readFunction(config, now, (problem) => problems.push(`${config.id}: ${problem}`)),
  );
  if (problems.length > 0) throw new Error(`The local runner does not support:\n  ${problems.join('\n  ')}`);
  return specs;
}

function readFunction(config: FunctionConfig, now: Date, refuse: (problem: string) => void): FunctionSpec {
  const spec: FunctionSpec = {
    id: config.id,
    maxAttempts: (config.steps?.step?.retries?.attempts ?? DEFAULT_RETRIES) + 1,
    eventTriggers: [],
    crons: [],
    cancelOn: [],
    concurrency: [],
  };
  for (const option of UNSUPPORTED_OPTIONS) {
    if (config[option] !== undefined) refuse(`option "${option}"`);
  }
  for (const trigger of config.triggers ?? []) {
    if (trigger.cron !== undefined) readCron(spec, trigger.cron, trigger.jitter, now, refuse);
    else if (trigger.event) readEventTrigger(spec, trigger.event, trigger.expression, refuse);
  }
  for (const { event, if: condition, timeout } of config.cancel ?? []) {
    if (timeout) refuse(`option "timeout" of cancelOn "${event}"`);
    const path = condition ? parseMatch(condition) : [];
    if (path) spec.cancelOn.push({ event, path });
    else refuse(`cancelOn "${event}" with the expression "${condition}" (only "match")`);
  }
  for (const { limit, key, scope } of concurrencyList(config.concurrency)) {
    if (scope && scope !== 'fn') refuse(`concurrency with scope "${scope}" (only "fn")`);
    const path = key === undefined ? undefined : parseEventPath(key);
    if (key !== undefined && !path) refuse(`concurrency key "${key}" (only the form event.data.x)`);
    if (limit > 0) spec.concurrency.push({ max: limit, path });
  }
  if (config.idempotency !== undefined) {
    spec.idempotency = parseEventPath(config.idempotency);
    if (!spec.idempotency) refuse(`idempotency "${config.idempotency}" (only the form event.data.x)`);
  }
  return spec;
}

function concurrencyList(concurrency: FunctionConfig['concurrency']): ConcurrencyConfig[] {
  if (concurrency === undefined) return [];
  if (typeof concurrency === 'number') return [{ limit: concurrency }];
  return Array.isArray(concurrency) ? concurrency : [concurrency];
}

function readEventTrigger(
  spec: FunctionSpec,
  event: string,
  expression: string | undefined,
  refuse: (problem: string) => void,
): void {
  const failureOf = expression && event === FUNCTION_FAILED ? parseFailedFunctionId(expression) : undefined;
  if (event.includes('*')) refuse(`trigger "${event}" (no wildcards)`);
  else if (event.startsWith('inngest/') && event !== FUNCTION_FAILED) refuse(`trigger "${event}"`);
  else if (expression && !failureOf) refuse(`trigger "${event}" with the expression "${expression}"`);
  else spec.eventTriggers.push({ event, failureOf });
}

function readCron(
  spec: FunctionSpec,
  expression: string,
  jitter: string | undefined,
  now: Date,
  refuse: (problem: string) => void,
): void {
  if (jitter) refuse(`option "jitter" of cron "${expression}"`);
  const [, timezone = 'UTC', pattern = ''] = /^(?:TZ=(\S+)\s+)?(.+)$/.exec(expression.trim()) ?? [];
  try {
    new Cron(pattern, { timezone }).nextRun(now);
    spec.crons.push({ expression, pattern, timezone });
  } catch (error) {
    refuse(`cron "${expression}" (${(error as Error).message})`);
  }
}
