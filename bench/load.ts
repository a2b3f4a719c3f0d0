import { Agent, type IncomingHttpHeaders, request } from 'node:http';

/** The request that is repeated. */
export type Target = { url: string; headers?: Record<string, string> };

type Answer = { status: number; headers: IncomingHttpHeaders; body: Buffer; ms: number };

/**
 * Repeats a request over several connections at once. Each sends the next one when it has read its answer to the end.
 * @param connections how many stay open
 * @throws Error when an answer is not 200
 */
export async function load(
  target: Target,
  connections: number,
  seconds: number,
): Promise<{ perSecond: number; ms: number[] }> {
  const agent = keepAlive(connections);
  const ms: number[] = [];
  const begun = performance.now();
  const end = begun + seconds * 1000;
  const connection = async () => {
    while (performance.now() < end) ms.push((await ask(target, agent)).ms);
  };
  await Promise.all(Array.from({ length: connections }, connection));
  const taken = performance.now() - begun;
  agent.destroy();
  return { perSecond: (ms.length * 1000) / taken, ms };
}

export function keepAlive(connections: number): Agent {
  return new Agent({ keepAlive: true, maxSockets: connections });
}

/** Sends one request and reads its answer. @throws Error when the answer is not 200 */
export function ask({ url, headers }: Target, agent: Agent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const sent = request(url, { headers, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const ms = performance.now() - begun;
        const body = Buffer.concat(chunks);
        const status = response.statusCode ?? 0;
        if (status === 200) resolve({ status, headers: response.headers, body, ms });
        else reject(new Error(`${url}: ${status} ${body.toString().slice(0, 500)}`));
      });
    });
    sent.on('error', reject);
    sent.end();
  });
}
