import type { BotStatus } from '@/lib/scheduling/domain/bot-status';

/** What a provider is asked for: one bot in one room. */
export type BotRequest = {
  /** The same on every attempt to make one bot: a provider must never make two bots for one key. */
  idempotencyKey: string;
  meetingUrl: string;
  botName: string;
  /** String values only; comes back with every webhook. */
  customAttributes: Record<string, string>;
  /** The person's configuration, as the REST contract has it. */
  botConfig: Record<string, unknown>;
  /** Where the provider reports the bot's life, or null when it cannot reach us. */
  callbackUrl: string | null;
  /** An earlier attempt with this key may have made the bot. */
  isRepeat: boolean;
};

/** A provider's message about one bot, translated. */
export type BotEvent = {
  providerBotId: string;
  /** Our own id, which we sent along: messages may arrive before the answer that names the provider's id. */
  botId: string | null;
  /** Null for messages that do not change the state. */
  status: BotStatus | null;
  /** The provider's own words. */
  message: string | null;
};

/**
 * A service that sends bots into meetings. Promises: calls may be repeated with the same key and make one bot;
 * `removeBot` of a bot that has left is not an error. Tolerates: late, repeated and disordered webhooks.
 */
export type BotProvider = {
  /** As it stands in rows and URLs. */
  name: string;
  /** As people know it. */
  title: string;
  /** Address of its API. */
  apiUrl(): string;
  /** Names of the settings that it needs and that are not set. */
  missingSettings(): string[];
  /**
   * @returns `earlier`: an earlier attempt with this key had made the bot
   * @throws ProviderFailure
   */
  createBot(request: BotRequest): Promise<{ providerBotId: string; earlier: boolean }>;
  /** Makes a bot leave. @throws ProviderFailure */
  removeBot(providerBotId: string): Promise<void>;
  /** What the provider says of a bot now; null when it does not know it. @throws ProviderFailure */
  readStatus(providerBotId: string): Promise<BotEvent | null>;
  /**
   * Checks a webhook's signature and reads it.
   * @returns null when it is not from the provider
   */
  readWebhook(headers: Headers, body: string, now: Date): BotEvent | null;
};

/**
 * A call to a provider that failed: for good (`permanent`), or worth another try. `outcomeUnknown`: it may have done
 * what it was asked for all the same.
 */
export class ProviderFailure extends Error {
  readonly permanent: boolean;
  readonly outcomeUnknown: boolean;
  readonly retryAfterMs: number | null;

  constructor(
    message: string,
    options: { permanent: boolean; outcomeUnknown?: boolean; retryAfterMs?: number | null; cause?: unknown },
  ) {
    super(message, { cause: options.cause });
    this.name = 'ProviderFailure';
    this.permanent = options.permanent;
    this.outcomeUnknown = options.outcomeUnknown ?? false;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}
