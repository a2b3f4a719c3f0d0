/**
 * Inngest writes keys, matches and filters as CEL expressions. The local runner reads only the forms below
 * and refuses every other one at start.
 */

/** `event.data.calendarId` → `['data', 'calendarId']`; undefined for any other form. */
export function parseEventPath(expression: string): string[] | undefined {
  const match = /^event((?:\.[A-Za-z_]\w*)+)$/.exec(expression.trim());
  return match?.[1]?.slice(1).split('.');
}

/** `event.data.botId == async.data.botId` (what `cancelOn.match` becomes) → `['data', 'botId']`; else undefined. */
export function parseMatch(expression: string): string[] | undefined {
  const match = /^(event\.\S+) == async\.(\S+)$/.exec(expression.trim());
  const [, left, right] = match ?? [];
  return left && left === `event.${right}` ? parseEventPath(left) : undefined;
}

/** `event.data.function_id == 'usher-sync'` (the trigger of an `onFailure` handler) → `usher-sync`; else undefined. */
export function parseFailedFunctionId(expression: string): string | undefined {
  return /^event\.data\.function_id == '([^']+)'$/.exec(expression.trim())?.[1];
}

/** The value of `event` at `path`; undefined where something on the way is missing. */
export function readPath(event: object, path: readonly string[]): unknown {
  let value: unknown = event;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}
