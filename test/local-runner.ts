import { Inngest, type InngestFunction } from 'inngest';
import { serve } from 'inngest/edge';
import {
  createLocalFetch,
  type LocalRunner,
  type LocalRunnerOptions,
  startLocalRunner,
} from '@/inngest/local-runner';

const silent = () => {};

/** Returns a real Inngest client whose events stay in this process. */
export function testClient(id = 'app'): Inngest {
  return new Inngest({
    id,
    isDev: true,
    fetch: createLocalFetch(),
    aiMetadata: false,
    logger: { info: silent, warn: silent, error: silent, debug: silent },
  });
}

export type LogLine = { level: string; fields: object; message: string };

/** Returns a logger that stores its lines in `lines`. */
export function storingLogger(lines: LogLine[]): LocalRunnerOptions['logger'] {
  const at = (level: string) => (fields: object, message: string) =>
    void lines.push({ level, fields, message });
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

/** Starts a runner for these functions, over the real `serve`, with 5 ms before each retry. */
export function startRunner(
  client: Inngest,
  functions: InngestFunction.Any[],
  options: Partial<LocalRunnerOptions> & { lines?: LogLine[] } = {},
): Promise<LocalRunner> {
  const { lines = [], ...rest } = options;
  return startLocalRunner({
    handler: serve({ client, functions }),
    logger: storingLogger(lines),
    backoff: () => 5,
    ...rest,
  });
}
