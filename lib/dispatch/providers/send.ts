import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

/** More than any answer has: a provider must not be able to fill our memory. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

/**
 * Connections stay open for the next call, as a thousand bots that are due at once need them. Idle ones are closed before
 * the provider or a proxy closes them: a call on a connection that is just being closed fails.
 */
const options = { keepAlive: true, timeout: 4_000, maxFreeSockets: 1_000 };
const httpAgent = new HttpAgent(options);
const httpsAgent = new HttpsAgent(options);

export type HttpCall = {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string | undefined;
  /** How long it may take from connecting to the answer's last byte. */
  limitMs: number;
};
export type HttpAnswer = { status: number; headers: IncomingMessage['headers']; text: string };

/**
 * Makes one HTTP call with Node's own client, which makes ten times as many a second as `fetch`, and returns the answer. A
 * redirect is an answer like any other: nothing is sent to where it points, least of all the key.
 * @throws Error when there was no whole answer in time; the provider may have done what the call asked for
 */
export function send({ method, url, headers, body, limitMs }: HttpCall): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const isTls = url.startsWith('https:');
    const request = (isTls ? httpsRequest : httpRequest)(url, {
      method,
      agent: isTls ? httpsAgent : httpAgent,
      headers: {
        Accept: 'application/json',
        'Accept-Encoding': 'identity',
        'User-Agent': 'usher',
        ...headers,
        ...(body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }),
      },
    });
    const limit = AbortSignal.timeout(limitMs);
    const late = () => fail(new Error(`No answer within ${limitMs} ms.`));
    const fail = (error: Error) => {
      limit.removeEventListener('abort', late);
      reject(error);
      request.destroy();
    };
    limit.addEventListener('abort', late);
    request.on('error', fail);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      let length = 0;
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        length += chunk.length;
        if (length > MAX_ANSWER_BYTES) fail(new Error('The answer is too long.'));
      });
      response.on('error', fail);
      response.on('end', () => {
        limit.removeEventListener('abort', late);
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString(),
        });
      });
    });
    request.end(body);
  });
}
