import type { Instrumentation } from 'next';

/** Runs once when the server starts, before it answers anything. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { start } = await import('./start-server');
  await start();
}

/** Writes what fails while a page is rendered into the log, under the id that the page shows. */
export const onRequestError: Instrumentation.onRequestError = async (error, { path }) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { logger } = await import('./lib/platform/logger');
  const { digest: errorId } = error as { digest?: string };
  logger.error({ error, errorId, path: path.split('?')[0] }, 'A page or a route failed');
};
