import { connect } from 'node:net';
import { expect, type Page } from '@playwright/test';
import { api } from './api';
import { type RunningApp, startApp } from './app';
import { test } from './conforming';
import { signInAsAda } from './sign-in';

const ADA = 'ada@northwind.example';

let app: RunningApp;
test.beforeAll(async () => {
  app = await startApp();
});
test.afterAll(() => app.stop());

/** Opens every page, and what opens above them: what a page's policy refuses fails the test (conforming.ts). */
async function openAll(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.goto(`${url}/sign-in/problem?reason=too_many`);
  await expect(page.getByRole('heading', { name: 'Too many sign-ins' })).toBeVisible();
  await page.goto(`${url}/api/v1/docs`);
  await expect(page.getByRole('heading', { name: 'Usher API' }).or(page.locator('h1')).first()).toBeVisible();
  await signInAsAda(page, url);
  await page.locator('li[data-agenda-row]').first().click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  // The library that does it had a nonce for its styles.
  expect(await page.evaluate(() => getComputedStyle(document.body).overflow)).toBe('hidden');
  await page.keyboard.press('Escape');
  for (const path of [
    ...['/meetings?view=week', '/bots', '/bots?view=past', '/auto-schedule', '/auto-schedule?view=rules'],
    ...[
      '/auto-schedule?view=bot',
      '/calendars',
      '/activity',
      '/administration',
      '/nothing-here',
      '/settings',
    ],
  ]) {
    await page.goto(url + path);
    await expect(page.locator('h1').first()).toBeVisible();
  }
  for (const theme of ['dark', 'light']) {
    // A page that is not hydrated yet does not hear it.
    await expect(async () => {
      await page.getByLabel('Theme').selectOption(theme);
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme, { timeout: 1_000 });
    }).toPass();
  }
}

test('no page asks for what its policy refuses, and none runs a script without its nonce', async ({
  page,
}) => {
  await openAll(page, app.url);
  const nonces = await page.evaluate(() => [...document.scripts].map((script) => script.nonce || script.src));
  expect(nonces.length).toBeGreaterThan(2);
  expect(nonces).not.toContain('');
});

test('an element that a page was made to contain runs no script', async ({ context }) => {
  // A page of its own: what its policy refuses is what this test is about.
  const page = await context.browser()?.newPage();
  await page?.goto(`${app.url}/sign-in`);
  const ran = await page?.evaluate(async () => {
    const hits: string[] = [];
    Object.assign(window, { hit: (name: string) => hits.push(name) });
    document.body.insertAdjacentHTML(
      'beforeend',
      '<img src="/nothing.png" onerror="hit(1)"><iframe srcdoc="<script>parent.hit(2)</script>"></iframe>' +
        '<svg onload="hit(3)"></svg><a id="a" href="javascript:hit(4)">a</a>',
    );
    // By then each of them would have run.
    const [image, frame] = [
      document.querySelector('img[src="/nothing.png"]'),
      document.querySelector('iframe'),
    ];
    const settled = Promise.all([
      new Promise((resolve) => image?.addEventListener('error', resolve)),
      new Promise((resolve) => frame?.addEventListener('load', resolve)),
    ]);
    document.getElementById('a')?.click();
    await settled;
    return hits;
  });
  expect(ran).toEqual([]);
  await page?.close();
});

test('no page asks for what its policy refuses in development', async ({ page }) => {
  test.setTimeout(300_000);
  const dev = await startApp({}, { dev: true });
  try {
    // Next builds each page when it is asked for; its tools are on all of them.
    await page.goto(`${dev.url}/sign-in`);
    await expect(page.getByRole('button', { name: 'Sign in with Google' })).toBeEnabled();
    await expect(page.locator('nextjs-portal')).toBeAttached({ timeout: 60_000 });
  } finally {
    await dev.stop();
  }
});

test('odd requests get short answers, and write nothing into the log', async () => {
  const before = app.output().length;
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const json = { 'content-type': 'application/json' };
  for (const [path, init, status] of [
    ['/meetings', { method: 'POST', headers: { 'Next-Action': 'FORGED' }, body: '[]' }, 405],
    ['/sign-in', { method: 'POST', headers: form, body: '$ACTION_ID_FORGED=1' }, 405],
    ['/sign-in', { headers: { RSC: '1', 'Next-Router-State-Tree': 'FORGED' } }, 200],
    ['/_next/image?url=%2Fsocial.png&w=640&q=75', {}, 404],
    ['/meetings', { headers: { cookie: 'next-auth.callback-url=http%3A%2F%2F%5B' } }, 200],
    ['/api/v1/settings', { headers: { cookie: 'next-auth.callback-url=http%3A%2F%2F%5B' } }, 401],
    ['/api/auth/error?error=%0d%0aX-A:b', {}, 200],
    ['/api/auth/signin?error=%0d%0aX-A:b', {}, 200],
    ['/api/auth/signin/google', { method: 'POST', headers: json, body: '{FORGED' }, 400],
    ['/api/auth/signout', { method: 'POST', headers: json, body: '{"callbackUrl":["FORGED"]}' }, 400],
    ['/api/nothing', {}, 404],
    ['/.env', {}, 404],
    ['/_next/static/%2e%2e/%2e%2e/package.json', {}, 404],
  ] as [string, RequestInit, number][]) {
    const answer = await fetch(app.url + path, init);
    expect([path, answer.status]).toEqual([path, status]);
    expect(answer.headers.get('x-a')).toBeNull();
  }
  expect(app.output().slice(before)).not.toMatch(/FORGED|rror/);
});

test('strangers write nothing into the log through sign-in, and send it no large body', async () => {
  const before = app.output().length;
  const auth = (path: string, init: RequestInit = {}) =>
    fetch(`${app.url}/api/auth/${path}`, { redirect: 'manual', ...init });
  const json = { 'content-type': 'application/json' };
  const forged = JSON.stringify({ level: 'error', code: 'FORGED-LINE', message: 'forged' });
  expect((await auth('_log', { method: 'POST', headers: json, body: forged })).status).toBe(404);
  for (const path of ['session', 'verify-request', 'providers', 'callback/other', 'signin/google/x'])
    expect((await auth(path)).status, path).toBe(404);
  const body = new URLSearchParams({ csrfToken: 'x'.repeat(1_000_000) });
  const large = await auth('signout', { method: 'POST', body });
  expect([large.status, (await large.json()).error]).toEqual([413, 'payload_too_large']);
  for (const name of ['next-auth.session-token', '__Secure-next-auth.session-token'])
    expect((await fetch(`${app.url}/api/v1/settings`, { headers: { cookie: `${name}=x.y.z` } })).status).toBe(
      401,
    );
  expect(app.output().slice(before)).not.toMatch(/FORGED|JWE|JWT/);
});

test('another site changes nothing with a person’s cookie, nor reads it', async ({ page, context }) => {
  await signInAsAda(page, app.url);
  const cookies = await context.cookies(app.url);
  expect(cookies.find(({ name }) => name.includes('session-token'))).toMatchObject({
    httpOnly: true,
    sameSite: 'Lax',
  });
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const save = (headers: Record<string, string>) =>
    fetch(`${app.url}/api/v1/settings`, {
      method: 'PATCH',
      headers: { cookie, 'content-type': 'application/json', ...headers },
      body: '{"time_format":"12h"}',
    });
  for (const from of [
    {},
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: `${app.url}.evil.example` },
    { 'sec-fetch-site': 'none' },
  ] as Record<string, string>[]) {
    const answer = await save(from);
    expect([from, answer.status]).toEqual([from, 403]);
  }
  expect((await save({ origin: app.url })).status).toBe(200);
  for (const path of ['/api/auth/signout', '/api/auth/signin/google']) {
    // Without the token of the form, which no other site can read.
    const form = new URLSearchParams({ callbackUrl: 'https://evil.example' });
    const answer = await fetch(app.url + path, { method: 'POST', headers: { cookie }, body: form });
    expect(answer.url).toBe(`${app.url}/sign-in`);
  }
  await page.reload();
  await expect(page).toHaveURL(/\/meetings/);
});

test('a body that trickles is answered with 408 after 30 s, headers that trickle before that', async () => {
  const key = await app.script('api-key', ADA);
  const head = [
    'POST /api/v1/calendar/auto-schedule/disable HTTP/1.1',
    `Host: ${new URL(app.url).host}`,
    `Authorization: Token ${key}`,
    'Content-Type: application/json',
    'Content-Length: 100000',
  ].join('\r\n');
  const [body, headers, reports] = await Promise.all([
    trickle(`${head}\r\n\r\n`, ' '),
    trickle(`${head}\r\n`, 'X-A: b\r\n'),
    trickle(`POST /api/webhooks/bots/meetstream HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n`, ' '),
  ]);
  expect(body.answer).toMatch(/^HTTP\/1\.1 408 .*"error":"request_timeout"/s);
  expect(reports.answer).toMatch(/^HTTP\/1\.1 408 /);
  expect(headers.answer).toMatch(/^HTTP\/1\.1 408 /);
  expect(body.seconds).toBeGreaterThan(29);
  expect(body.seconds).toBeLessThan(40);
  expect(headers.seconds).toBeLessThan(30);
  expect((await api(app.url, key).get('/settings')).status).toBe(200);
});

// The last test: the next one could not sign in.
test('a sign-in reads Google’s keys once, and nothing else of Google’s before the code; an address may sign in so often a minute', async ({
  browser,
}) => {
  const logged = async (path: string) => {
    const { items } = await (await fetch(`${app.sandboxUrl}/control/log?kind=oauth&path=${path}`)).json();
    return items.length;
  };
  const [discovered, before] = [await logged('openid-configuration'), await logged('certs')];
  for (let person = 0; person < 2; person++) {
    const page = await (await browser.newContext()).newPage();
    await signInAsAda(page, app.url);
    await page.context().close();
  }
  expect(await logged('openid-configuration')).toBe(discovered);
  expect((await logged('certs')) - before).toBeLessThanOrEqual(1);

  // A minute may begin anew between these lines.
  const useUp = async () => {
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 70; attempt++) {
      const body = new URLSearchParams({ csrfToken: '' });
      const answer = await fetch(`${app.url}/api/auth/signin/google`, {
        method: 'POST',
        redirect: 'manual',
        body,
      });
      statuses.push(answer.status);
    }
    return statuses;
  };
  expect(new Set(await useUp())).toEqual(new Set([302, 429]));
  const page = await browser.newPage();
  await page.goto(`${app.url}/api/auth/callback/google?code=1&state=2`);
  await expect(page.getByRole('heading', { name: 'Too many sign-ins' })).toBeVisible();
  await page.getByRole('link', { name: 'Back to sign-in' }).click();
  await useUp();
  await page.getByRole('button', { name: 'Sign in with Google' }).click();
  await expect(page.getByRole('heading', { name: 'Too many sign-ins' })).toBeVisible();
  await page.close();
});

/** Writes on, each half second, until the connection is closed; returns what was answered, and after how many seconds. */
async function trickle(first: string, part: string): Promise<{ answer: string; seconds: number }> {
  const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
  const from = performance.now();
  let answer = '';
  socket.setEncoding('utf8').on('data', (text) => (answer += text));
  socket.on('error', () => {});
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.write(first);
  const timer = setInterval(() => socket.writable && socket.write(part), 500);
  await closed;
  clearInterval(timer);
  return { answer, seconds: (performance.now() - from) / 1000 };
}
