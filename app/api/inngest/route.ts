import { env } from '@/lib/platform/env';

/**
 * Where an Inngest server finds and calls the jobs. Without one no one may call them: the local runner
 * calls the functions from inside, unsigned.
 */
async function handle(request: Request, route: unknown): Promise<Response> {
  if (env().inngestMode === 'local') {
    return Response.json(
      { error: 'not_found', message: 'No Inngest server is configured; the jobs run inside the app.' },
      { status: 404 },
    );
  }
  // Loaded when called: the client reads the settings, which are not there while the app is being built.
  const { handlers } = await import('@/inngest/serve');
  const call = handlers[request.method as keyof typeof handlers] as (
    request: Request,
    route: unknown,
  ) => Promise<Response>;
  return call(request, route);
}

export { handle as GET, handle as POST, handle as PUT };
