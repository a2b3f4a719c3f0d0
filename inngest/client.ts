import { Inngest } from 'inngest';
import { now } from '@/lib/platform/clock';
import { env } from '@/lib/platform/env';
import { logSeldom } from '@/lib/platform/log-seldom';
import { logger } from '@/lib/platform/logger';
import { createLocalFetch } from './local-runner';
import { SEND_LIMIT_MS, sendEventsOnce } from './send-events-once';

const ID = 'usher';

/** What the client itself has to say, such as that a request has no signature: strangers must not fill the log with it. */
const say = (level: 'info' | 'warn') => (fields: unknown, message?: unknown) => {
  const text = typeof message === 'string' ? message : String(fields);
  const { err } = (fields ?? {}) as { err?: Error };
  logSeldom({ level, kind: `inngest-${level}`, message: text }, { reason: err?.message }, now());
};
const internalLogger = { info: say('info'), warn: say('warn'), error: say('warn'), debug: () => {} };

/** The client of the local runner, whose calls inside this process are unsigned. */
export const localClient = new Inngest({
  id: ID,
  logger,
  isDev: true,
  aiMetadata: false,
  baseUrl: 'http://local-runner',
  fetch: createLocalFetch(),
});

/**
 * The client with which the functions are defined. It speaks to the Inngest server, if one is configured (INNGEST_DEV,
 * INNGEST_BASE_URL or the cloud's keys); otherwise to the local runner.
 */
export const inngest =
  env().inngestMode === 'local'
    ? localClient
    : new Inngest({
        id: ID,
        logger,
        internalLogger,
        baseUrl: env().INNGEST_BASE_URL,
        fetch: sendEventsOnce(SEND_LIMIT_MS),
      });
