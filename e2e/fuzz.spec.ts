import { expect, test } from '@playwright/test';
import { fuzz } from '../test/openapi/fuzz';
import { startApp } from './app';
import { sandbox } from './sandbox';
import { signInAsAda } from './sign-in';

/** How long requests are sent; `FUZZ_SECONDS=600 FUZZ_SEED=7 npm run test:e2e -- fuzz` looks for longer, at others. */
const SECONDS = Number(process.env.FUZZ_SECONDS ?? 20);
const SEED = Number(process.env.FUZZ_SEED ?? 1);
const ADA = 'ada@northwind.example';

test('the API takes and answers what its OpenAPI document says, and nothing else', async ({
  page,
  context,
}) => {
  test.setTimeout(180_000 + SECONDS * 1000);
  const app = await startApp({ RATE_LIMIT: '1000000' });
  try {
    await signInAsAda(page, app.url);
    const cookies = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
    const session = { Cookie: cookies, Origin: app.url };
    const key = { Authorization: `Token ${await app.script('api-key', ADA)}` };
    const url = `${app.url}/api/v1`;
    const own = async (path: string) => (await fetch(url + path, { headers: session })).json();
    const { api_keys } = await own('/api_keys');
    const { sessions } = await own('/sessions');
    const { results: people } = await own(`/people?q=${encodeURIComponent(ADA)}`);
    const spared = [...api_keys, ...sessions, ...people].map(({ id }: { id: string }) => id);
    const credentials = await sandbox(app.sandboxUrl).credentials(ADA);
    const found = await fuzz(
      { url, senders: { key, session }, spared, credentials },
      { seconds: SECONDS, seed: SEED },
    );
    console.log(JSON.stringify({ ...found, wrong: found.wrong.length }));
    expect(found.wrong.join('\n')).toBe('');
    // However slow the machine is.
    expect(found.requests).toBeGreaterThan(SECONDS);
  } finally {
    await app.stop();
  }
});
