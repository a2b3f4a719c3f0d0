import { createHash } from 'node:crypto';
import type { Channel, WatchForm, World } from '../world';
import { GoogleError, invalidValue, required } from './errors';
import { isLoopback } from './oauth/authorize';

const DEFAULT_TTL_SECONDS = 604_800;
const RETRIED = [500, 502, 503, 504];
const DELIVERED = [102, 200, 201, 202, 204];
const RETRY_DELAYS_MS = [500, 1000, 2000, 4000, 8000];
const REORDER_MS = 300;
/** A late message comes after this many younger changes. */
const LATE_CHANGES = 3;
const ANSWER_WITHIN_MS = 10_000;

type WatchBody = {
  id?: unknown;
  type?: unknown;
  address?: unknown;
  token?: unknown;
  expiration?: unknown;
  params?: { ttl?: unknown };
};

/** Push channels: opening, stopping, and delivering their notifications (G/guides/push). */
export class Push {
  private readonly timers = new Set<NodeJS.Timeout>();
  private late: { channel: Channel; changes: number }[] = [];
  private closed = false;

  constructor(private readonly world: World) {}

  /**
   * Opens a channel (`…/watch`) and returns Google's answer. The `sync` message is sent after the answer, or before
   * it when `syncBeforeResponse` is on. Throws 400 for an address that is not https (loopback excepted), a used id,
   * or a resource that cannot be watched.
   */
  async watch(
    body: WatchBody,
    owner: { email: string; clientId: string },
    resource: { subject: string; uri: string; supported: boolean },
    afterwards: (() => void)[],
  ): Promise<object> {
    const { id, address, token } = readWatch(body);
    if (!resource.supported) {
      throw new GoogleError(
        400,
        'pushNotSupportedForRequestedResource',
        'Push notifications are not supported by this resource.',
      );
    }
    if (this.world.channels.has(id)) {
      throw new GoogleError(400, 'channelIdNotUnique', `Channel id ${id} not unique`);
    }
    const channel: Channel = {
      id,
      resourceId: createHash('sha1').update(`${owner.email}|${resource.subject}`).digest('base64url'),
      resourceUri: resource.uri,
      subject: resource.subject,
      ...owner,
      address,
      token,
      expirationMs: this.expiration(body),
      messageNumber: 0,
    };
    this.world.channels.set(id, channel);
    if (this.world.settings.push.syncBeforeResponse) await this.deliver(channel, 'sync');
    else afterwards.push(() => void this.deliver(channel, 'sync'));
    const { expiration, resourceId } = this.world.settings.push;
    return {
      kind: 'api#channel',
      id,
      ...inForm('resourceId', channel.resourceId, resourceId),
      resourceUri: channel.resourceUri,
      ...(token !== undefined && { token }),
      ...inForm('expiration', channel.expirationMs, expiration),
    };
  }

  /** `channels.stop`. Throws 404 for a channel that is unknown or someone else's. */
  stop(body: { id?: unknown; resourceId?: unknown }, owner: { email: string; clientId: string }): void {
    const channel = this.world.channels.get(String(body.id));
    const own = channel?.email === owner.email && channel.clientId === owner.clientId;
    if (!channel || !own || channel.resourceId !== body.resourceId) {
      const text = `Channel '${String(body.id)}' not found for project 'sandbox'`;
      throw new GoogleError(404, 'notFound', text);
    }
    this.world.channels.delete(channel.id);
  }

  /** Notifies every open channel of a calendar or calendar list that something has changed. */
  notify(subject: string): void {
    const { drop, duplicate, late, reorder, delayMs } = this.world.settings.push;
    for (const channel of this.world.channels.values()) {
      if (channel.subject !== subject) continue;
      if (channel.expirationMs <= this.world.now().getTime()) {
        this.world.channels.delete(channel.id);
        continue;
      }
      this.sendLate(channel);
      const times = Math.random() < duplicate ? 2 : 1;
      if (Math.random() < drop) {
        channel.messageNumber += 2;
        this.log(channel, 'exists', { status: null, ms: 0, note: 'dropped' });
        continue;
      }
      for (let copy = 0; copy < times; copy += 1) {
        if (Math.random() < late) {
          this.late.push({ channel, changes: LATE_CHANGES });
          continue;
        }
        const wait = delayMs + (reorder ? Math.random() * REORDER_MS : 0);
        if (wait > 0) this.later(wait, () => void this.deliver(channel, 'exists'));
        else void this.deliver(channel, 'exists');
      }
    }
  }

  private sendLate(changed: Channel): void {
    for (const held of this.late) if (held.channel === changed) held.changes -= 1;
    const due = this.late.filter((held) => held.changes <= 0);
    this.late = this.late.filter((held) => held.changes > 0);
    for (const { channel } of due) void this.deliver(channel, 'exists');
  }

  close(): void {
    this.closed = true;
    for (const timer of this.timers) clearTimeout(timer);
  }

  private expiration(body: WatchBody): number {
    const now = this.world.now().getTime();
    const ttl = Number(body.params?.ttl ?? DEFAULT_TTL_SECONDS);
    const asked = body.expiration === undefined ? Number.POSITIVE_INFINITY : Number(body.expiration);
    if (!(ttl > 0) || Number.isNaN(asked)) throw invalidValue('expiration');
    if (asked <= now) throw invalidValue('expiration');
    return Math.floor(Math.min(now + Math.min(ttl, DEFAULT_TTL_SECONDS) * 1000, asked) / 1000) * 1000;
  }

  /** Sends one notification with Google's headers and an empty body; retries passing failures with backoff. */
  private async deliver(
    channel: Channel,
    state: 'sync' | 'exists',
    attempt = 0,
    number?: number,
  ): Promise<void> {
    // Numbers grow with gaps; the sync message has number 1.
    const messageNumber =
      number ?? (state === 'sync' ? 1 : channel.messageNumber + 1 + Math.floor(Math.random() * 3));
    channel.messageNumber = Math.max(channel.messageNumber, messageNumber);
    const startedAt = Date.now();
    let status: number | null = null;
    try {
      const response = await fetch(this.world.arrivesAt(channel.address), {
        method: 'POST',
        headers: {
          'user-agent': 'APIs-Google; (+https://developers.google.com/webmasters/APIs-Google.html)',
          'x-goog-channel-id': channel.id,
          'x-goog-message-number': String(messageNumber),
          'x-goog-resource-id': channel.resourceId,
          'x-goog-resource-state': state,
          'x-goog-resource-uri': channel.resourceUri,
          'x-goog-channel-expiration': new Date(channel.expirationMs).toUTCString(),
          ...(channel.token !== undefined && { 'x-goog-channel-token': channel.token }),
        },
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
        redirect: 'manual',
      });
      status = response.status;
      await response.arrayBuffer();
    } catch {
      // No answer at all: retried like a 503.
    }
    const delivered = status !== null && DELIVERED.includes(status);
    const delay = RETRY_DELAYS_MS[attempt];
    const again = (status === null || RETRIED.includes(status)) && delay !== undefined;
    const note = again ? 'will retry' : delivered ? undefined : 'gave up';
    this.log(channel, state, { status, ms: Date.now() - startedAt, note });
    if (again) this.later(delay, () => void this.deliver(channel, state, attempt + 1, messageNumber));
  }

  private later(ms: number, run: () => void): void {
    if (this.closed) return;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      run();
    }, ms);
    this.timers.add(timer);
  }

  private log(
    channel: Channel,
    state: string,
    outcome: { status: number | null; ms: number; note: string | undefined },
  ): void {
    if (this.closed) return;
    this.world.log.add({
      at: this.world.now().toISOString(),
      kind: 'push',
      direction: 'out',
      method: 'POST',
      path: channel.address,
      ...outcome,
      user: channel.email,
      body: { channel: channel.id, subject: channel.subject, state, messageNumber: channel.messageNumber },
    });
  }
}

/** Returns a field of an answer to `watch` in the form that the settings say. */
function inForm(name: string, value: string | number, form: WatchForm): Record<string, unknown> {
  const forms: Record<WatchForm, unknown> = {
    documented: String(value),
    number: typeof value === 'number' ? value : 7,
    date: typeof value === 'number' ? new Date(value).toUTCString() : { id: value },
    unreadable: typeof value === 'number' ? 'next week' : ['?'],
    null: null,
    missing: undefined,
  };
  return form === 'missing' ? {} : { [name]: forms[form] };
}

function readWatch(body: WatchBody): { id: string; address: string; token: string | undefined } {
  const { id, type, address, token } = body;
  if (typeof id !== 'string' || !/^[A-Za-z0-9\-_+/=]{1,64}$/.test(id)) throw invalidValue('id');
  if (type !== 'web_hook' && type !== 'webhook') throw invalidValue('type');
  if (typeof address !== 'string' || !address) throw required('Missing required field: address');
  if (token !== undefined && (typeof token !== 'string' || token.length > 256)) throw invalidValue('token');
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== 'https:' && !(url?.protocol === 'http:' && isLoopback(url.hostname))) {
    throw new GoogleError(400, 'push.webhookUrlNotHttps', `WebHook callback must be HTTPS: ${address}`);
  }
  return { id, address, token };
}
