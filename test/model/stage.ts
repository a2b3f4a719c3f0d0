import pg from 'pg';
import { openServer } from '@/lib/platform/database/client';
import { type Sandbox, startSandbox } from '@/sandbox/start-sandbox';
import { control, settingsOf } from '../sandbox';
import type { Coverage } from './coverage';
import { Mailbox } from './mail';
import type { Operation } from './operations';
import { AppProcess, type Outcome } from './processes';
import type { Answer, Call } from './routes';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** The zone of the person's calendars. */
export const HOME_ZONE = 'Europe/Stockholm';

/** What all stages share; `lane` distinguishes those that run at once. */
export type Common = { server: string; lane: number; workerFile: string; coverage: Coverage };

/** Longer than the app waits for an answer without which it can go on. */
const HELD_MS = 80;
const GIVING_UP_MS = 40;

/** Holds two app processes, a database, Google and the provider, and controls time and messages between them. */
export class Stage {
  now = new Date(0);
  /** What happened, for people. */
  story: string[] = [];
  mail = new Mailbox();
  /** Operations that wait for an answer that is held. */
  private held = new Set<Promise<unknown>>();
  private turn = 0;

  readonly appUrl: string;
  readonly coverage: Coverage;
  readonly sandbox: Sandbox;
  readonly sql: pg.Client;
  readonly apps: AppProcess[];

  private constructor(
    parts: Pick<Stage, 'appUrl' | 'coverage' | 'sandbox' | 'sql' | 'apps'>,
    private readonly remove: () => Promise<void>,
  ) {
    this.appUrl = parts.appUrl;
    this.coverage = parts.coverage;
    this.sandbox = parts.sandbox;
    this.sql = parts.sql;
    this.apps = parts.apps;
  }

  static async open({ server, lane, workerFile, coverage }: Common): Promise<Stage> {
    let stage: Stage | undefined;
    const sandbox = await startSandbox({ port: 0, seed: 'empty', now: () => stage?.now ?? new Date(0) });
    const name = `model_${process.pid}_${lane}`;
    // No server listens there: `takeMessages` takes what is sent to the app.
    const appUrl = `http://127.0.0.1:${9 + lane}`;
    const admin = new pg.Client({ connectionString: server });
    await admin.connect();
    await admin.query(`CREATE DATABASE ${name}`);
    const url = new URL(server);
    url.pathname = `/${name}`;
    await (await openServer(url.href)).close();
    const sql = new pg.Client({ connectionString: url.href });
    await sql.connect();
    const env = {
      DATABASE_URL: url.href,
      APP_URL: appUrl,
      ...settingsOf(sandbox),
      NEXTAUTH_SECRET: process.env.NEXTAUTH_SECRET ?? '',
      ENCRYPTION_KEY: process.env.ENCRYPTION_KEY ?? '',
      RATE_LIMIT: '1000000',
    };
    const apps = ['one', 'two'].map(
      (app) => new AppProcess(app, workerFile, env, (jobs) => stage?.mail.postJobs(jobs, +stage.now)),
    );
    stage = new Stage({ appUrl, coverage, sandbox, sql, apps }, async () => {
      await sql.end();
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await admin.end();
    });
    stage.takeMessages();
    await Promise.all(apps.map((app) => app.start()));
    return stage;
  }

  async close(): Promise<void> {
    await Promise.all(this.apps.map((app) => app.stop()));
    await this.sandbox.close();
    await this.remove();
  }

  /** Starts a new world at that time, with the same processes. */
  async reset(now: Date): Promise<void> {
    this.sandbox.world.faults.remove();
    await this.released();
    const { world } = this.sandbox;
    const { channels, bots, people, calendars, lists, attendance, guests } = world;
    for (const map of [channels, bots, people, calendars, lists, attendance, guests]) map.clear();
    world.log.clear();
    world.oauth.clear();
    await control(this.sandbox, 'PUT', '/settings', {
      bots: { auto: false },
      meetstream: { omit: [], workspaceEndpoint: null },
    });
    this.mail = new Mailbox();
    this.story = [];
    this.now = now;
    this.turn = 0;
    await this.sql.query('DELETE FROM "User"');
    for (const app of this.apps) {
      app.spare();
      app.crashed = undefined;
      if (!app.isUp) await app.start();
    }
  }

  /** Adds a line to the story. */
  tell(line: string): void {
    this.story.push(`${this.now.toISOString().slice(5, 19)}  ${line}`);
  }

  /** Sets the time; calls that have waited for too long fail. */
  async setTime(now: number): Promise<void> {
    this.now = new Date(now);
    for (const app of this.apps) app.tell(this.now);
    if (this.held.size > 0)
      await Promise.race([this.released(), new Promise((resolve) => setTimeout(resolve, GIVING_UP_MS))]);
  }

  /** Calls the sandbox's control API. */
  control(method: string, path: string, body?: object) {
    return control(this.sandbox, method, path, body);
  }

  /**
   * Has an app process run an operation, and waits for its end unless an answer that it needs is held.
   * @param which a process; by default they take turns
   */
  async do(operation: Operation, input: unknown, which = this.turn++): Promise<Outcome | 'held'> {
    const app = this.upOne(which);
    if (!app) return { died: true };
    const before = this.holding;
    const work = app.do(operation, input, this.now).then((outcome) => {
      if (outcome.died) this.noteDeath(app, operation);
      if (outcome.broken)
        this.tell(`    ${operation} failed: ${outcome.broken.split('\n').slice(0, 2).join(' ')}`);
      return outcome;
    });
    const done = new AbortController();
    void work.then(() => done.abort());
    const outcome = await Promise.race([work, this.isHeld(before, done.signal)]);
    if (outcome !== 'held') return outcome;
    this.tell(`    ${operation} waits for an answer`);
    const rest = work.finally(() => this.held.delete(rest));
    this.held.add(rest);
    return 'held';
  }

  private noteDeath(app: AppProcess, operation: Operation): void {
    this.tell(`    process ${app.name} died during ${operation}`);
    if (operation.startsWith('bots/')) this.coverage.deathsAtJoins++;
    // One process dies at a time.
    for (const other of this.apps) other.spare();
  }

  /** Whether no operation is running. */
  get isIdle(): boolean {
    return this.held.size === 0;
  }

  /** Waits until no operation is held. */
  async released(): Promise<void> {
    await Promise.all(this.held);
  }

  /** Sends a request to an app process. */
  async request(call: Call, which?: number): Promise<Answer | 'none'> {
    const outcome = await this.do('request', call, which);
    return outcome === 'held' || outcome.value === undefined ? 'none' : (outcome.value as Answer);
  }

  /** Delivers every message that is due, and those that they lead to. */
  async deliver(atOnce: boolean): Promise<void> {
    for (;;) {
      const due = [];
      for (let mail = this.mail.take(+this.now); mail; mail = this.mail.take(+this.now)) {
        due.push(mail);
        if (!atOnce) break;
      }
      if (due.length === 0) return;
      await Promise.all(
        due.map(async (mail) => {
          const outcome = await this.do(mail.operation, mail.input);
          // The process that received it has died, and no one sends it again.
          if (outcome !== 'held' && outcome.died && mail.kind !== 'job')
            this.mail.onMishap(mail.kind, 'lose', 0);
          if (outcome === 'held' || !mail.operation.startsWith('bots/')) return;
          const dueAt = Date.parse((outcome.value as { retryAt?: string } | null)?.retryAt ?? '');
          if (dueAt && mail.tries < 4) {
            this.mail.post({ ...mail, operation: 'bots/retried', dueAt }, mail.tries + 1);
          }
        }),
      );
    }
  }

  upOne(which: number) {
    const up = this.apps.filter((app) => app.isUp);
    return up[which % up.length];
  }

  /** The number of requests that the sandbox holds. */
  private get holding(): number {
    return this.sandbox.world.faults.rules.reduce((sum, rule) => sum + rule.holding, 0);
  }

  private async isHeld(before: number, done: AbortSignal): Promise<'held'> {
    for (let since = 0; ; ) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (done.aborted) return 'held';
      // The app may go on without that answer.
      if (this.holding > before) since ||= Date.now();
      if (since && Date.now() - since > HELD_MS) return 'held';
    }
  }

  /** Puts what Google and the provider send to the app into the mailbox. */
  private takeMessages(): void {
    const realFetch = globalThis.fetch;
    globalThis.fetch = async (address, options) => {
      if (!String(address).startsWith(`${this.appUrl}/`)) return realFetch(address, options);
      const [, provider, bot_id, token] = /\/bots\/(\w+)(?:\/(\w+)\/([\w-]+))?$/.exec(String(address)) ?? [];
      const call: Call = {
        method: 'POST',
        ...placeOf({ provider, bot_id, token }),
        headers: Object.fromEntries(new Headers(options?.headers)),
        ...(options?.body ? { body: String(options.body) } : {}),
      };
      this.mail.post({
        kind: provider ? 'webhook' : 'push',
        operation: 'request',
        input: call,
        dueAt: +this.now,
      });
      return new Response(null, { status: 200 });
    };
  }
}

/** Returns the route that takes a message: of Google, of the provider to one bot's address, or to the one for all bots. */
function placeOf(
  parts: Partial<Record<'provider' | 'bot_id' | 'token', string | undefined>>,
): Pick<Call, 'path' | 'params'> {
  const { provider, bot_id, token } = parts;
  if (!provider) return { path: '/api/webhooks/google-calendar' };
  if (!bot_id || !token) return { path: '/api/webhooks/bots/{provider}', params: { provider } };
  return { path: '/api/webhooks/bots/{provider}/{bot_id}/{token}', params: { provider, bot_id, token } };
}
