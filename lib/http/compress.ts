import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { ENCODING_HEADER, PEER_HEADER } from './adjust-requests';

/** An answer that fits into one packet comes no sooner when it is smaller. */
const SMALLEST_BYTES = 1_024;

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);
/** The levels cost a quarter of the usual ones, and JSON becomes nearly as small. */
const ENCODERS = {
  br: (bytes: Uint8Array) =>
    compressBrotli(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 1, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }),
  gzip: (bytes: Uint8Array) => compressGzip(bytes, { level: 3 }),
};
type Encoding = keyof typeof ENCODERS;

/**
 * Returns an answer of the API, compressed when its client accepts that and it is worth it. A file is compressed while it is
 * sent. An answer whose `Cache-Control` says `no-transform` (a stream of events) stays as it is, and so does one to HEAD,
 * which Next sends without its body. Next compresses pages and scripts itself, but not what a route answers.
 * While the process starts no answer is compressed, since nothing would name its encoding (`adjustRequests`).
 */
export async function compressed(request: Request, answer: Response): Promise<Response> {
  const { headers, status, body } = answer;
  if (!body || !isText(headers) || /no-transform/i.test(headers.get('Cache-Control') ?? '')) return answer;
  headers.append('Vary', 'Accept-Encoding');
  const accepted = (request.headers.has(PEER_HEADER) && request.headers.get('accept-encoding')) || '';
  const encoding = (['br', 'gzip'] as const).find((one) => accepts(accepted, one));
  if (!encoding || request.method === 'HEAD') return answer;
  const encoded = (content: BodyInit, as: Encoding) => {
    headers.set(ENCODING_HEADER, as);
    return new Response(content, { status, headers });
  };
  if (headers.has('Content-Disposition')) {
    // The streams of the web's standard cannot do Brotli.
    if (!accepts(accepted, 'gzip')) return answer;
    return encoded(body.pipeThrough(new CompressionStream('gzip')), 'gzip');
  }
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (bytes.length < SMALLEST_BYTES) return new Response(bytes, { status, headers });
  return encoded(await ENCODERS[encoding](bytes), encoding);
}

function isText(headers: Headers): boolean {
  return /^(?:application\/json|text\/)/.test(headers.get('Content-Type') ?? '');
}

/** Returns whether a client accepts an encoding (RFC 9110 section 12.5.3). One without the header gets none. */
function accepts(accepted: string, encoding: Encoding): boolean {
  const weights = new Map(
    accepted.split(',').map((item) => {
      const [name = '', ...parameters] = item
        .toLowerCase()
        .split(';')
        .map((part) => part.trim());
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
      return [name, Number(weight)];
    }),
  );
  return (weights.get(encoding) ?? weights.get('*') ?? 0) > 0;
}
