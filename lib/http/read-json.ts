import { UsherError } from '@/lib/contract/errors';
import { MOST_BODY_BYTES } from '@/lib/contract/limits';
import { REQUEST_MS } from './limit-times';

/**
 * Returns a request's JSON body. No body, or an empty one, is `{}`: clients send none where every field is optional.
 * @throws UsherError payload_too_large, request_timeout, invalid_content_type, invalid_json
 */
export async function readJson(request: Request): Promise<unknown> {
  const text = await readText(request, MOST_BODY_BYTES);
  if (text.trim() === '') return {};
  const type = request.headers.get('content-type');
  // RFC 6839 section 3.1: a type that ends in +json is JSON, too. Some clients send no type at all.
  if (type !== null && !/^\s*application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type)) {
    throw new UsherError(
      'invalid_content_type',
      `The body must be JSON, sent with \`Content-Type: application/json\`, not ${type.slice(0, 100)}.`,
    );
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsherError('invalid_json', `The body is not valid JSON${where(text, error)}.`);
  }
}

/**
 * Returns a request's body as text. Stops reading at the limit, whatever size the headers give, and after 30 s.
 * @throws UsherError payload_too_large, request_timeout, invalid_json (not UTF-8)
 */
export async function readText(
  request: Request,
  limitBytes: number,
  timeoutMs: number = REQUEST_MS,
): Promise<string> {
  if (!request.body) return '';
  const reader = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const end = performance.now() + timeoutMs;
  for (;;) {
    const { done, value } = await nextChunk(reader, end - performance.now());
    if (done) break;
    size += value.length;
    if (size > limitBytes) {
      // The rest stays unread. Without the header a client would send its next request on a connection that is about to close.
      throw new UsherError('payload_too_large', `The body is larger than ${limitBytes / 1024} KiB.`, {
        headers: { Connection: 'close' },
      });
    }
    chunks.push(value);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new UsherError('invalid_json', 'The body is not valid UTF-8.');
  }
}

/** Returns the next part of a body, for which it waits so long. The rest is left unread: the connection is closed with the answer. */
async function nextChunk(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  timeoutMs: number,
): Promise<ReadableStreamReadResult<Uint8Array>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('It took too long.')), Math.max(0, timeoutMs));
  });
  try {
    return await Promise.race([reader.read(), late]);
  } catch (cause) {
    // Also when the client has gone: no one reads that answer, and it is no fault of this installation.
    throw new UsherError('request_timeout', 'The body did not arrive in time.', {
      headers: { Connection: 'close' },
      cause,
    });
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Returns the parameters of a request's query string.
 * @throws UsherError validation_failed for a parameter that is given twice, since either value could be meant
 */
export function readQuery(request: Request): Record<string, string> {
  const parameters = new URL(request.url).searchParams;
  const seen = new Set<string>();
  const twice = [...new Set([...parameters.keys()].filter((name) => seen.size === seen.add(name).size))];
  if (twice.length > 0) {
    throw new UsherError('validation_failed', `${twice.join(', ')} must be given once.`, {
      details: twice.map((path) => ({ path, message: 'must be given once' })),
    });
  }
  return Object.fromEntries(parameters);
}

/** Returns the line and column of a syntax error in JSON; an empty text when Node's message does not tell. */
function where(text: string, error: unknown): string {
  const position = /at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
  if (position === undefined) return '';
  const before = text.slice(0, Number(position)).split('\n');
  return `: line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}
