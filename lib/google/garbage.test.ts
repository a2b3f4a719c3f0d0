import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { eventPages, type GoogleSession, getEvent, listCalendars, openSession } from './calendar';
import { GoogleFailure } from './errors';

const HTML = '<!doctype html><html><title>Sign in to the network</title></html>';

type Answer = (response: ServerResponse) => void;
const answer =
  (status: number, type: string, body: string): Answer =>
  (response) =>
    // A time to wait for keeps what fails from being repeated at once.
    void response.writeHead(status, { 'content-type': type, 'retry-after': '0' }).end(body);
const json = (body: string) => answer(200, 'application/json', body);

/** What is not Google's word, although it came from its address: a proxy, a portal of a network, a broken server. */
const GARBAGE: [string, Answer][] = [
  ['a page of HTML', answer(200, 'text/html', HTML)],
  ['a page of HTML that is called JSON', json(HTML)],
  ['an empty body', json('')],
  ['no content', (response) => void response.writeHead(204).end()],
  ['half of a JSON text', json('{"kind": "calendar#events", "items": [{"id": "a"')],
  ['an object of something else', json('{"status": "ok"}')],
  ['an empty object', json('{}')],
  ['null', json('null')],
  ['an array', json('[]')],
  ['an error in a 200', json('{"error": {"code": 503, "message": "Backend Error"}}')],
  ['HTML with 400', answer(400, 'text/html', HTML)],
  ['HTML with 403', answer(403, 'text/html', HTML)],
  ['HTML with 404', answer(404, 'text/html', HTML)],
  ['HTML with 410', answer(410, 'text/html', HTML)],
  ['HTML with 502', answer(502, 'text/html', HTML)],
];

/** What takes its time: it is repeated at once, or waited for until the limit of a call. */
const BROKEN: [string, Answer][] = [
  [
    'a body that is cut off',
    (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"items": [');
      setTimeout(() => response.destroy(), 20);
    },
  ],
  ['a body that never ends', (response) => void response.writeHead(200).write('{"items": [')],
  ['a redirect to itself', (response) => void response.writeHead(302, { location: '/loop' }).end()],
  ['an answer that is not HTTP', (response) => void response.socket?.end('220 mail.example ESMTP\r\n')],
];

/** The access token says which answer is given. */
const answers = new Map([...GARBAGE, ...BROKEN].map(([name, give]) => [`Bearer ${name}`, give]));
const server = createServer((request, response) => {
  answers.get(request.headers.authorization ?? '')?.(response);
});
const client = { clientId: 'client', clientSecret: 'secret', refreshToken: 'refresh' };

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('GOOGLE_CLIENT_ID', client.clientId);
  vi.stubEnv('GOOGLE_CLIENT_SECRET', client.clientSecret);
  vi.stubEnv('GOOGLE_EMULATOR_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  // The limit of a call runs out a hundred times as fast.
  const { timeout } = AbortSignal;
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => timeout.call(AbortSignal, ms / 100));
});

afterAll(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
});

async function readAll(pages: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of pages);
}

const CALLS: ((session: GoogleSession) => Promise<unknown>)[] = [
  (session) => readAll(eventPages(session, 'a@b.example', 'sync token')),
  (session) => readAll(eventPages(session, 'a@b.example', null)),
  (session) => getEvent(session, 'a@b.example', 'event'),
  listCalendars,
];

describe.concurrent('a read of events, of one event, or of the list of calendars', () => {
  it.each([...GARBAGE, ...BROKEN])('fails for the moment when it gets %s', async (accessToken) => {
    const accessTokenExpiresAt = new Date(Date.now() + 3_600_000);
    const failures = CALLS.map(async (call) => {
      const session = openSession({ ...client, accessToken, accessTokenExpiresAt });
      return await call(session).catch((error: unknown) => error);
    });
    for (const failure of await Promise.all(failures)) {
      expect(failure).toBeInstanceOf(GoogleFailure);
      expect(failure).toMatchObject({ kind: 'unavailable', passing: true });
    }
  });
});
