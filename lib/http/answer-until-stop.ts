import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { processGlobal } from '@/lib/platform/process-global';
import { beforeStop, isStopping, onStop } from '@/lib/platform/stop';

/** A request that a server of this process has just taken. */
export type TakenRequest = { request: IncomingMessage; response: ServerResponse; server: Server };

const shared = processGlobal('answering', () => ({
  servers: new Set<Server>(),
  answering: new Set<ServerResponse>(),
}));

/**
 * Makes the stop of this process wait for the answer to a request. When the stop begins, the server takes no more connections,
 * and those that are open close after their answer. A request that still comes on one of them leads to the route that answers
 * 503.
 */
export function answerUntilStop({ request, response, server }: TakenRequest): void {
  if (!shared.servers.has(server)) {
    shared.servers.add(server);
    onStop('begin', () => stopServing(server));
  }
  if (isStopping()) {
    request.method = 'GET';
    request.url = '/api/stopping';
    response.setHeader('Connection', 'close');
  }
  shared.answering.add(response);
  const closed = new Promise<void>((resolve) => {
    response.once('close', () => {
      shared.answering.delete(response);
      // Its connection stays open where the headers were sent before the stop began.
      if (isStopping()) setImmediate(() => server.closeIdleConnections());
      resolve();
    });
  });
  void beforeStop(closed);
}

/** Ends what brings requests; those in progress go on. */
function stopServing(server: Server): void {
  server.close();
  for (const response of shared.answering) {
    if (!response.headersSent) response.setHeader('Connection', 'close');
  }
}
