import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const CHECK_EVERY_MS = 500;
const CHECK_WITHIN_MS = 1_500;
/** A process gets no more requests when it has failed so many questions in a row. */
const FAILED_CHECKS = 2;

/**
 * What stands before the app's processes, as a load balancer does: it passes each request to the next process that
 * answers questions for its health in time, and to another one where a connection is refused.
 */
export class Balancer {
  /** How many questions in a row a process has failed. */
  private readonly failed = new Map<number, number>();
  private turn = 0;
  private readonly timer: NodeJS.Timeout;

  private constructor(
    private readonly server: Server,
    private readonly ports: number[],
  ) {
    this.timer = setInterval(() => void this.check(), CHECK_EVERY_MS);
  }

  static async open(ports: number[]): Promise<Balancer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const balancer = new Balancer(server, ports);
    server.on('request', (asked, answer) => void balancer.pass(asked, answer));
    return balancer;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async check(): Promise<void> {
    await Promise.all(
      this.ports.map(async (port) => {
        const signal = AbortSignal.timeout(CHECK_WITHIN_MS);
        const answer = await fetch(`http://127.0.0.1:${port}/api/health`, { signal }).catch(() => undefined);
        this.failed.set(port, answer?.ok ? 0 : (this.failed.get(port) ?? 0) + 1);
      }),
    );
  }

  private async pass(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of asked) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const well = this.ports.filter((port) => (this.failed.get(port) ?? 0) < FAILED_CHECKS);
    const first = this.turn++;
    for (const index of well.keys()) {
      const port = well[(first + index) % well.length] as number;
      if (await forward(port, asked, body, answer)) return;
    }
    answer.writeHead(503).end();
  }
}

/** Passes a request on. @returns false where no one listens; an answer that is cut is cut here too */
function forward(
  port: number,
  asked: IncomingMessage,
  body: Buffer,
  answer: ServerResponse,
): Promise<boolean> {
  return new Promise((resolve) => {
    const { method, url: path, headers } = asked;
    const sent = request({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
      response.on('error', () => answer.destroy());
      resolve(true);
    });
    answer.on('close', () => sent.destroy());
    sent.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') return resolve(false);
      answer.destroy();
      resolve(true);
    });
    sent.end(body);
  });
}
