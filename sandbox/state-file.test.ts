import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { calendarClient, control, oauthClient } from '../test/sandbox';
import { startSandbox } from './start-sandbox';

const ADA = 'ada@northwind.example';
const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('The state file', () => {
  it('holds tokens, edits, sync tokens, channels and bots across a restart', async () => {
    const stateFile = join(folder, 'state.json');
    const first = await startSandbox({ port: 0, seed: 'demo', stateFile });
    const api = await calendarClient(first, ADA);
    const { data } = await api.events.list({ calendarId: 'primary', maxResults: 2500 });
    await api.events.watch({
      calendarId: 'primary',
      requestBody: { id: 'c1', type: 'web_hook', address: 'http://127.0.0.1:9/x' },
    });
    await control(first, 'POST', `/calendars/${ADA}/events`, { summary: 'Edited', inSeconds: 60 });
    const { refresh_token } = (api.context._options.auth as ReturnType<typeof oauthClient>).credentials;
    await first.close();
    expect(statSync(stateFile).mode & 0o777).toBe(0o600);

    const second = await startSandbox({ port: 0, seed: 'demo', stateFile });
    const auth = oauthClient(second);
    auth.setCredentials({ refresh_token: refresh_token ?? null });
    const { token } = await auth.getAccessToken();
    const query = `syncToken=${encodeURIComponent(data.nextSyncToken ?? '')}&maxResults=2500`;
    const changes = await fetch(`${second.url}/calendar/v3/calendars/primary/events?${query}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const { items } = await changes.json();
    expect(items.map((event: { summary: string }) => event.summary)).toContain('Edited');
    expect((await control(second, 'GET', '/channels')).items).toHaveLength(1);
    await second.close();
  });

  it('is refused with a sentence when it is damaged', async () => {
    const stateFile = join(folder, 'damaged.json');
    writeFileSync(stateFile, '{"people":');
    await expect(startSandbox({ port: 0, stateFile })).rejects.toThrow('damaged');
  });
});
