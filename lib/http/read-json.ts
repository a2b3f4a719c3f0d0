import { UsherError } from '@/lib/contract/errors';

/** Larger than any request of the contract needs. */
const BODY_LIMIT_BYTES = 256 * 1024;

/**
 * Reads a request's body. No body and an empty one are `{}`: clients send none where every field is optional.
 * @throws UsherError payload_too_large, invalid_json
 */
export async function readJson(request: Request): Promise<unknown> {
  const text = await readText(request, BODY_LIMIT_BYTES);
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new UsherError('invalid_json', 'The body is not valid JSON.');
  }
}

/**
 * Reads a request's body as text, and not more of it than allowed, whatever its headers say.
 * @throws UsherError payload_too_large
 */
export async function readText(request: Request, limitBytes: number): Promise<string> {
  if (!request.body) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > limitBytes) {
      throw new UsherError('payload_too_large', `The body is larger than ${limitBytes / 1024} KiB.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
