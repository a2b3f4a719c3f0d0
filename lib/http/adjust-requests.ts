import { randomUUID } from 'node:crypto';
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseAndValidateFlightRouterState } from 'next/dist/server/app-render/parse-and-validate-flight-router-state';
import { METHODS } from '@/lib/contract/operations/operation';
import { answerUntilStop, type TakenRequest } from './answer-until-stop';
import { limitTimes } from './limit-times';
import { setSecurityHeaders } from './security-headers';

/** The header with the address that a request's connection comes from. Only `adjustRequests` sets it. */
export const PEER_HEADER = 'x-usher-peer';
export const UNKNOWN_PEER = 'unknown';
/** The header with the path and query that a request asks for: a page's own code does not see them. Only `adjustRequests` sets it. */
export const ADDRESS_HEADER = 'x-usher-address';
/** The header by which a route says how its answer is encoded. `adjustRequests` sends it as `Content-Encoding`. */
export const ENCODING_HEADER = 'x-usher-encoding';

/** The methods that at least one route has. */
export const KNOWN_METHODS: string[] = [...METHODS, 'HEAD', 'OPTIONS'];
/** The methods of a page, and of a file. */
export const PAGE_METHODS = ['GET', 'HEAD'];
/** What is no page and no file: the API, and what Next has for developers. */
const NO_PAGE = /^\/(?:api(?:[/?]|$)|_)/;
const ROUTER_STATE = 'next-router-state-tree';

/**
 * Changes every request that this process's servers take from now on, before Next sees it. `next start` leaves no other
 * place for this: `proxy.ts` would buffer every body, and the rules of `next.config` cannot see a method. Requests that come
 * while the process starts, before this is called, are not changed. Of each request
 * - a header says where its connection comes from,
 * - an odd path is made readable (`readablePath`),
 * - a header has its path and query,
 * - the answer of a page of the API has an id (`nameAnswer`),
 * - an odd method leads to the route that answers 405 (`refuseOddMethod`),
 * - a state of Next's router that cannot be read is left out (`dropOddState`),
 * - browsers are told what the answer may do (`setSecurityHeaders`),
 * - the answer may be compressed (`allowEncoding`),
 * - its server ends requests that come too slowly (`limitTimes`),
 * - the stop of the process waits for the answer (`answerUntilStop`).
 */
export function adjustRequests(): void {
  subscribe('http.server.request.start', (message) => {
    const taken = message as TakenRequest;
    const { request, server } = taken;
    // A command, which came over the socket of the data directory. That must stay open until the database is closed.
    if (typeof server.address() === 'string') return;
    // Overwrites what the client sent under this name. A route sees headers only, and anyone can send X-Forwarded-For.
    request.headers[PEER_HEADER] = request.socket.remoteAddress ?? UNKNOWN_PEER;
    request.url = readablePath(request.url ?? '');
    request.headers[ADDRESS_HEADER] = request.url;
    nameAnswer(taken);
    refuseOddMethod(request);
    dropOddState(request);
    setSecurityHeaders(taken);
    allowEncoding(taken.response);
    limitTimes(taken.server);
    answerUntilStop(taken);
  });
}

/**
 * Returns a request's path in a form that Next can route. Next 16 answers a path that is not UTF-8 once it is decoded, such
 * as `/api/v1/%ff`, with a bare 500: its percent signs are escaped, so that routes answer 404. Next redirects a path with
 * several slashes in a row, and not all clients follow with a POST: they are read as one, since clients put a base URL
 * that ends in a slash before paths that begin with one.
 */
function readablePath(url: string): string {
  const [path = '', ...query] = url.split('?');
  const decodable = isDecodable(path) ? path : path.replaceAll('%', '%25');
  return [decodable.replace(/\/{2,}/g, '/'), ...query].join('?');
}

/** Gives the reference its `X-Request-Id`: it is the one answer of the API that is a page, and no route. */
function nameAnswer({ request, response }: TakenRequest): void {
  if (/^\/api\/v1\/docs\/?(?:\?|$)/.test(request.url ?? '')) response.setHeader('X-Request-Id', randomUUID());
}

/**
 * Lets a route encode its answer. Next 16 drops `Content-Encoding` from what a route answers, for the sake of routes that pass
 * on what `fetch` has decoded. Nor does it compress these answers itself: it sets their type as a list, and its filter takes
 * only a text.
 */
function allowEncoding(response: ServerResponse): void {
  const setHeader = response.setHeader.bind(response);
  response.setHeader = (name, value) =>
    setHeader(name.toLowerCase() === ENCODING_HEADER ? 'Content-Encoding' : name, value);
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/**
 * Sends a request whose method no route has, or no page, to the route that answers 405. Next 16 alone answers TRACE on a route with
 * a bare 500, because the standard's `Request` cannot hold it, other methods (PROPFIND, PURGE) with an empty 400, and all of
 * them on a page with the page. A route can export none of these methods. A POST to a page that names a server action, of which we
 * have none, is logged with what it names. Node itself answers a method that it does not know, or one in lower case, with 400, and
 * closes the connection of a CONNECT.
 */
function refuseOddMethod(request: IncomingMessage): void {
  const { method = '', url = '' } = request;
  const isPage = !NO_PAGE.test(url);
  if ((isPage ? PAGE_METHODS : KNOWN_METHODS).includes(method)) return;
  request.method = 'GET';
  request.url = `/api/method-not-allowed/${method}${isPage ? '?page' : ''}`;
}

/** Drops a state of Next's router that Next would fail for, with five lines of the log: without one it sends the whole page. */
function dropOddState({ headers }: IncomingMessage): void {
  const state = headers[ROUTER_STATE];
  if (state === undefined) return;
  try {
    parseAndValidateFlightRouterState(state);
  } catch {
    delete headers[ROUTER_STATE];
  }
}
