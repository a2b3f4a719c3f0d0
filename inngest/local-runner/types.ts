/** An event as it is sent; functions receive `data`. */
export type InngestEvent = {
  name: string;
  data?: Record<string, unknown>;
  /** An event with an id counts once within 24 h. */
  id?: string;
  /** Epoch milliseconds. */
  ts?: number;
  v?: string;
  meta?: unknown;
};

export type StoredEvent = InngestEvent & { id: string; ts: number; data: Record<string, unknown> };

/** The handler that `serve` of `inngest/edge` returns: one function for PUT and POST. */
export type ServeHandler = (request: Request) => Promise<Response>;

export type RunnerLogger = {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
};

export type RunnerStats = {
  /** Calls of functions that are executing. */
  running: number;
  /** Calls that wait for their turn. */
  queued: number;
  /** Calls that wait for the time of their retry. */
  retrying: number;
  /** Runs that sleep. */
  sleeping: number;
  /** Runs since start that failed and are not tried again. */
  failed: number;
};

export type LocalRunner = {
  /** Takes events and returns their ids, without waiting for the runs. Throws a TypeError for a malformed event. */
  send(events: InngestEvent[]): Promise<{ ids: string[] }>;
  /** Resolves when no call is executing, queued or waiting for its retry (sleeping runs do not count). */
  idle(): Promise<void>;
  /** Stops crons and begins no further call, waits for the calls that execute (at most 10 s) and forgets all others. */
  stop(): Promise<void>;
  stats(): RunnerStats;
};

/** How many calls that share `key` may execute at once. */
export type CallLimit = { key: string; max: number };

/** What the runner needs to know about a function; `readFunctions` reads it from the registration. */
export type FunctionSpec = {
  id: string;
  maxAttempts: number;
  events: string[];
  crons: string[];
  /** Calls are counted by the value at `path` in their event's data; without a path all count together. */
  concurrency: { max: number; path?: string[] }[];
};
