/** An event as it is sent; `data` is what functions receive. */
export type InngestEvent = {
  name: string;
  data?: Record<string, unknown>;
  /** With an id, the event counts once within 24 h. */
  id?: string;
  /** Epoch milliseconds. */
  ts?: number;
  v?: string;
  meta?: unknown;
};

export type StoredEvent = InngestEvent & { id: string; ts: number; data: Record<string, unknown> };

/** The handler that inngest's `serve` (from `inngest/edge`) gives: one function for PUT and POST. */
export type ServeHandler = (request: Request) => Promise<Response>;

export type RunnerLogger = {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
};

export type RunnerStats = {
  /** Calls of functions under way. */
  running: number;
  /** Calls waiting for a free place. */
  queued: number;
  /** Calls waiting for the time of their retry. */
  retrying: number;
  /** Sleeps under way. */
  sleeping: number;
  /** Runs that failed for good since start. */
  failed: number;
};

export type LocalRunner = {
  /** What the Inngest client posts; gives the events' ids. Never waits for the runs. Throws on a malformed event. */
  send(events: InngestEvent[]): Promise<{ ids: string[] }>;
  /** Resolves when no call is executing, queued or waiting for its retry (sleeping runs do not count). */
  idle(): Promise<void>;
  /** Crons off, no new call begins, waits for those executing (10 s at most), forgets the rest. */
  stop(): Promise<void>;
  stats(): RunnerStats;
};

/** How many calls sharing `key` may execute at once. */
export type CallLimit = { key: string; max: number };

/** A function as the runner needs it, read from the registration by `readFunctions`. */
export type FunctionSpec = {
  id: string;
  maxAttempts: number;
  /** `failureOf`: only failures of that function (the trigger of an `onFailure` handler). */
  eventTriggers: { event: string; failureOf?: string }[];
  crons: { expression: string; pattern: string; timezone: string }[];
  cancelOn: { event: string; path: string[] }[];
  concurrency: { max: number; path?: string[] }[];
  idempotency?: string[];
};
