/** The sandbox's control API, as far as the tests use it (sandbox/README.md has all of it). */
export type SandboxEvent = { id: string; summary: string; start: { dateTime: string } };
export type LoggedCall = { path: string; method: string; status: number; body?: unknown; at?: string };

export type SandboxBot = {
  id: string;
  callbackUrl?: string;
  history: { step: string; status: string; at: string }[];
};

export type Credentials = {
  google_client_id: string;
  google_client_secret: string;
  google_refresh_token: string;
};

export function sandbox(url: string) {
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${url}/control${path}`, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  };
  const calendar = (id: string) => `/calendars/${encodeURIComponent(id)}`;
  return {
    addMeeting: (
      email: string,
      meeting: { summary: string; inSeconds: number; minutes?: number; link?: string | null },
    ) => call<SandboxEvent>('POST', `${calendar(email)}/events`, { link: 'meet', ...meeting }),
    addMany: (email: string, meetings: { count: number; recurrence?: string[]; everyMinutes?: number }) =>
      call('POST', `${calendar(email)}/bulk`, meetings),
    edit: (email: string, id: string, fields: object) =>
      call('PATCH', `${calendar(email)}/events/${id}`, fields),
    move: (email: string, id: string, minutes: number) =>
      call('POST', `${calendar(email)}/events/${id}/move`, { minutes }),
    cancel: (email: string, id: string) => call('POST', `${calendar(email)}/events/${id}/cancel`),
    revoke: (email: string) => call('POST', `/people/${encodeURIComponent(email)}/revoke`),
    addPerson: (email: string, name: string) => call('POST', '/people', { email, name }),
    rename: (email: string, to: string) =>
      call('POST', `/people/${encodeURIComponent(email)}/rename`, { email: to }),
    setClaims: (email: string, claims: { claimedEmail?: string; emailVerified?: unknown }) =>
      call('PATCH', `/people/${encodeURIComponent(email)}`, claims),
    credentialsWith: (email: string, scopes: string[]) =>
      call<Credentials>('POST', `/people/${encodeURIComponent(email)}/credentials`, { scopes }),
    addFault: (fault: unknown) => call('POST', '/faults', fault),
    /** How many requests faults hold now. */
    held: async () => {
      const { items } = await call<{ items: { holding: number }[] }>('GET', '/faults');
      return items.reduce((sum, { holding }) => sum + holding, 0);
    },
    clearFaults: () => call('DELETE', '/faults'),
    setSettings: (settings: unknown) => call('PUT', '/settings', settings),
    bots: async () => (await call<{ items: SandboxBot[] }>('GET', '/bots')).items,
    endBot: (id: string, reason: string) =>
      call('POST', `/bots/${id}/advance`, { to: 'bot.stopped', reason }),
    listCalls: async () =>
      (await call<{ items: LoggedCall[] }>('GET', '/log?kind=calendar&path=events&limit=1000')).items,
    createCalls: async () =>
      (await call<{ items: LoggedCall[] }>('GET', '/log?kind=bots&path=create_bot&limit=1000')).items,
    credentials: async (email: string): Promise<Credentials> => {
      const { items } = await call<{ items: (Credentials & { email: string })[] }>('GET', '/people');
      const person = items.find((item) => item.email === email);
      if (!person) throw new Error(`There is no ${email} in the sandbox.`);
      const { google_client_id, google_client_secret, google_refresh_token } = person;
      return { google_client_id, google_client_secret, google_refresh_token };
    },
  };
}
