import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request on its way through the sandbox. */
export type Call = {
  method: string;
  url: URL;
  /** The origin in the client's words, which is the issuer that it knows. */
  origin: string;
  headers: IncomingMessage['headers'];
  params: string[];
  body: Buffer;
  /** The person who makes the request, once known; for the log and for faults. */
  user?: string | undefined;
  calendar?: string | undefined;
  /** Work to do after the answer has been sent. */
  afterwards: (() => void)[];
};

export type Reply = { status: number; headers?: Record<string, string>; body?: unknown };

/** An error with its status and body in an answer. */
export type WireError = Error & { status: number; toBody(): object };

export const json = (body: unknown, status = 200, headers?: Record<string, string>): Reply => ({
  status,
  body,
  ...(headers && { headers }),
});
export const html = (body: string, status = 200): Reply => ({
  status,
  body,
  headers: { 'content-type': 'text/html; charset=utf-8' },
});
export const redirect = (location: string): Reply => ({ status: 302, headers: { location } });

/** An error of the control API or a bot provider: `{ error, message }`. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly extra: object = {},
  ) {
    super(message);
  }

  toBody(): object {
    return { error: this.message, message: this.message, ...this.extra };
  }
}

export function isWireError(error: unknown): error is WireError {
  return error instanceof Error && 'status' in error && 'toBody' in error;
}

/** Returns the body as a JSON object; an absent one is `{}`. Throws 400 for anything else. */
export function jsonBody(call: Call): Record<string, unknown> {
  if (call.body.length === 0) return {};
  try {
    const value: unknown = JSON.parse(call.body.toString());
    if (value && typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Answered below, together with JSON that is not an object.
  }
  throw new Refusal(400, 'The body is not a JSON object.');
}

/** Returns the body as form fields. */
export const formBody = (call: Call) => new URLSearchParams(call.body.toString());

export function bearerOf(headers: IncomingMessage['headers']): string | undefined {
  return /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
}

const MAX_BODY_BYTES = 8_000_000;

/** Reads a request to its end. Bodies are small here; larger ones than 8 MB are refused. */
export async function readCall(request: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new Refusal(413, 'The body is too large.');
    chunks.push(chunk);
  }
  const origin = `http://${request.headers.host ?? 'localhost'}`;
  return {
    method: request.method ?? 'GET',
    url: new URL(request.url ?? '/', origin),
    origin,
    headers: request.headers,
    params: [],
    body: Buffer.concat(chunks),
    afterwards: [],
  };
}

export function sendReply(response: ServerResponse, reply: Reply): void {
  const isText = typeof reply.body === 'string' || Buffer.isBuffer(reply.body);
  const payload = reply.body === undefined ? '' : isText ? reply.body : JSON.stringify(reply.body);
  const type =
    isText || reply.body === undefined ? {} : { 'content-type': 'application/json; charset=UTF-8' };
  response.writeHead(reply.status, { 'cache-control': 'no-store', ...type, ...reply.headers });
  response.end(payload);
}

/** Starts a server on loopback only. Rejects with the system's error (EADDRINUSE for a taken port). */
export function listen(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  port: number,
): Promise<{ server: Server; port: number }> {
  const server = createServer({ keepAliveTimeout: 65_000 }, handle);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      resolve({ server, port: (server.address() as AddressInfo).port });
    });
  });
}
