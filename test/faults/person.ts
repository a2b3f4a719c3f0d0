import { setTimeout as delay } from 'node:timers/promises';
import { until } from '@/e2e/app';
import { askHolder } from '@/lib/platform/admin-socket/ask';
import type { Installation } from './installation';

const ANSWER_WITHIN_MS = 6_000;
const AGAIN_AFTER_MS = 300;
/** Everything must work again within a minute after a fault, which lasts a minute at most. */
const ACKNOWLEDGED_WITHIN_MS = 130_000;

type Event = {
  id: string;
  raw: { summary: string };
  decision: { override: string | null };
  bots: { id: string }[];
};

export type Client = {
  email: string;
  /** Calls the API. @throws Error when it does not answer in time, or not with 2xx */
  send(method: string, path: string, body?: object, headers?: Record<string, string>): Promise<Answer>;
  events(): Promise<Event[]>;
  event(id: string): Promise<Event | undefined>;
  /** Waits until the stored events are so. */
  until(are: (events: Event[]) => boolean, withinMs: number, complaint: string): Promise<void>;
};

// biome-ignore lint/suspicious/noExplicitAny: answers are read field by field
type Answer = any;

/** Makes a person with an empty calendar that is connected and has auto-schedule on, as an API client does. */
export async function connectPerson(installation: Installation, email: string): Promise<Client> {
  const { google_client_id, google_client_secret, google_refresh_token } = await installation.control(
    'POST',
    '/people',
    { email, timeZone: 'UTC' },
  );
  const { key } = await acknowledged(async () => {
    for (const app of installation.apps) {
      const answer = await askHolder(app.dataDir, 'api-key', { email });
      if (answer?.status === 200) return JSON.parse(answer.text);
    }
    throw new Error('No process makes an API key.');
  });
  const send: Client['send'] = (method, path, body, headers) =>
    ask(`${installation.url}/api/v1${path}`, method, body, { authorization: `Token ${key}`, ...headers });
  const events = async () => (await send('GET', `/calendar/get_events?limit=100`)).results as Event[];
  const credentials = { google_client_id, google_client_secret, google_refresh_token };
  await acknowledged(() => send('POST', '/calendar/create_calendar', credentials));
  await acknowledged(() => send('POST', '/calendar/auto-schedule/enable', {}));
  return {
    ...{ email, send, events },
    event: async (id) => (await events().catch(() => [])).find((event) => event.id === id),
    until: (are, withinMs, complaint) =>
      until(
        async () => are(await events()),
        withinMs,
        () => complaint,
      ),
  };
}

/** Repeats a request until it is acknowledged. @returns the answer @throws the last error when that takes too long */
export async function acknowledged(request: () => Promise<Answer>): Promise<Answer> {
  for (const end = Date.now() + ACKNOWLEDGED_WITHIN_MS; ; await delay(AGAIN_AFTER_MS)) {
    try {
      return await request();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

async function ask(
  url: string,
  method: string,
  body: object | undefined,
  headers: Record<string, string>,
): Promise<Answer> {
  const answer = await fetch(url, {
    method,
    headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${new URL(url).pathname}: ${answer.status} ${text}`);
  return JSON.parse(text);
}
