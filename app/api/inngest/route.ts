import { randomUUID } from 'node:crypto';
import { UsherError } from '@/lib/contract/errors';
import { clientAddress } from '@/lib/http/client-address';
import { errorAnswer } from '@/lib/http/define-route';
import { takeRequest } from '@/lib/http/rate-limit';
import { readText } from '@/lib/http/read-json';
import { now } from '@/lib/platform/clock';
import { env } from '@/lib/platform/env';
import { noteServerCall } from '@/lib/platform/inngest-server';
import { beforeStop } from '@/lib/platform/stop';

/** The most that Inngest sends: the event and the results of a function's steps. */
const BODY_LIMIT_BYTES = 4 * 1024 * 1024;

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
    const asked = method === 'GET' ? request : await bounded(request);
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
 * Returns a request whose body is no longer than it may be: the signature is checked only when all of it has come. A request for a
 * registration loses its query, but for the id of a deployment: the server stores the address with its query, which no signature
 * covers, and with `probe=trust` in it every later call would be answered without running a job.
 */
async function bounded(request: Request): Promise<Request> {
  const url = new URL(request.url);
  if (request.method === 'PUT') {
    const deployId = url.searchParams.get('deployId');
    url.search = deployId ? new URLSearchParams({ deployId }).toString() : '';
  }
  const { method, headers } = request;
  return new Request(url, { method, headers, body: await readText(request, BODY_LIMIT_BYTES) });
}

export { handle as GET, handle as POST, handle as PUT };
