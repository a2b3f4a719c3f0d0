import { randomUUID } from 'node:crypto';
import { UsherError } from '@/lib/contract/errors';
import { clientAddress } from '@/lib/http/client-address';
import { errorAnswer } from '@/lib/http/define-route';
import { takeRequest } from '@/lib/http/rate-limit';
import { now } from '@/lib/platform/clock';
import { env } from '@/lib/platform/env';
import { noteServerCall } from '@/lib/platform/inngest-server';
import { beforeStop } from '@/lib/platform/stop';

/**
 * Where an Inngest server finds and calls the jobs, with its signature. Without a server no one may call them: the local
 * runner has a handler of its own, inside the process.
 */
async function handle(request: Request, route: unknown): Promise<Response> {
  try {
    if (env().inngestMode === 'local') {
      throw new UsherError('not_found', 'No Inngest server is configured; the jobs run inside the app.');
    }
    // Loaded when called: the client reads the settings, which are not there while the app is being built.
    const { handlers } = await import('@/inngest/serve');
    const method = request.method as keyof typeof handlers;
    if (method === 'PUT') await takeRequest('registrations', clientAddress(request));
    const asked = method === 'PUT' ? await withoutQuery(request) : request;
    const response = await (handlers[method] as Handler)(asked, route);
    // Not awaited: the server waits for the answer, and the database may be slow.
    if (method === 'POST' && response.status !== 401) void beforeStop(noteServerCall(now()));
    return response;
  } catch (error) {
    return errorAnswer(error, request, randomUUID());
  }
}

type Handler = (request: Request, route: unknown) => Promise<Response>;

/**
 * Returns a request for a registration without its query, but for the id of a deployment. The server stores the address with
 * its query, which no signature covers: with `probe=trust` in it every later call would be answered without running a job.
 */
async function withoutQuery(request: Request): Promise<Request> {
  const url = new URL(request.url);
  const deployId = url.searchParams.get('deployId');
  url.search = deployId ? new URLSearchParams({ deployId }).toString() : '';
  return new Request(url, { method: 'PUT', headers: request.headers, body: await request.text() });
}

export { handle as GET, handle as POST, handle as PUT };
