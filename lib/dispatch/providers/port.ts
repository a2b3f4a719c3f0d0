import { hideTokens } from '@/lib/platform/hide-tokens.mjs';
import type { BotStatus } from '@/lib/scheduling/domain/bot-status';
import type { InstallationRefusal } from '../domain/provider-stop';

/** What a provider is asked for: one bot in one meeting. Nothing in it changes from one attempt to the next. */
export type BotRequest = {
  /** A provider must never make two bots for one key, and refuses the same key with another request. */
  idempotencyKey: string;
  meetingUrl: string;
  botName: string;
  /** Come back with every webhook. */
  customAttributes: Record<string, string>;
  /** The person's configuration, in the words of the REST contract. */
  botConfig: Record<string, unknown>;
  /** Where the provider sends its reports on the bot, or null when it cannot reach us. */
  callbackUrl: string | null;
};

/** One attempt to make a bot. */
export type Attempt = {
  idempotencyKey: string;
  /** The body of the request as `writeRequest` wrote it, sent byte for byte. */
  body: string;
  /** An earlier attempt with this key may have made the bot. */
  isRepeat: boolean;
};

/** A provider's message about one bot, in our words. */
export type BotEvent = {
  providerBotId: string;
  /** Our own id, which we sent along: a message may arrive before the answer with the provider's id. */
  botId: string | null;
  /** Null for messages that do not change the state. */
  status: BotStatus | null;
  /** The provider's own words. */
  message: string | null;
  /** The bot ended because the host removed it. */
  isKicked?: boolean;
};

/**
 * A message that a provider has posted. `isAddressed`: it came to a bot's own address, which only its provider knows; what
 * comes to the common address must be signed.
 */
export type WebhookMessage = { headers: Headers; body: string; isAddressed: boolean };

/** What a message says: it may lack both ids when it came to a bot's own address. */
export type ReadReport = Omit<BotEvent, 'providerBotId'> & { providerBotId: string | null };
/** Why a message is refused. */
export type WebhookRefusal = 'bad_signature' | 'unreadable';

/**
 * A service that sends bots into meetings. Calls with the same key make one bot, however often they are repeated;
 * `removeBot` of a bot that has left is no error. Webhooks may be late, repeated and disordered.
 */
export type BotProvider = {
  /** Its name in rows and URLs. */
  name: string;
  /** Its name for people. */
  title: string;
  /** It refuses a bot whose reports are to go to an address that is not https. */
  reportsOverHttpsOnly: boolean;
  /** Returns the address of its API. */
  apiUrl(): string;
  /** Returns the body of the request for a bot that joins at once: JSON, as it is stored and sent. */
  writeRequest(request: BotRequest): string;
  /**
   * Returns what of a bot's configuration `writeRequest` leaves out or changes, as the provider would refuse it, each in a
   * sentence; a provider without this takes everything.
   */
  notesOn?(request: BotRequest): string[];
  /**
   * Makes a bot that joins at once.
   * @returns `earlier`: an earlier attempt with this key had made the bot
   * @throws ProviderFailure
   */
  createBot(attempt: Attempt): Promise<{ providerBotId: string; earlier: boolean }>;
  /** Makes a bot leave. A bot is gone only when the provider says so while it answers other calls. @throws ProviderFailure */
  removeBot(providerBotId: string): Promise<void>;
  /** Makes a call that changes nothing, and returns when the provider accepts key and address. @throws ProviderFailure */
  probe(): Promise<void>;
  /** Returns what the provider says about a bot now; null when it does not know the bot. @throws ProviderFailure */
  readStatus(providerBotId: string): Promise<BotEvent | null>;
  /** Checks a webhook's signature, and returns what it says, or why it is refused. */
  readWebhook(message: WebhookMessage, now: Date): ReadReport | WebhookRefusal;
};

type FailureOptions = {
  permanent: boolean;
  outcomeUnknown?: boolean;
  retryAfterMs?: number | null;
  installation?: InstallationRefusal | null;
  cause?: unknown;
};

/**
 * A call to a provider that failed: for good (`permanent`), or worth another try. `outcomeUnknown`: the provider may have
 * done what it was asked for all the same. `installation`: it refuses the installation, whatever it is asked for.
 */
export class ProviderFailure extends Error {
  readonly permanent: boolean;
  readonly outcomeUnknown: boolean;
  readonly retryAfterMs: number | null;
  readonly installation: InstallationRefusal | null;

  constructor(message: string, options: FailureOptions) {
    super(hideTokens(message), { cause: options.cause });
    this.name = 'ProviderFailure';
    this.permanent = options.permanent;
    this.outcomeUnknown = options.outcomeUnknown ?? false;
    this.retryAfterMs = options.retryAfterMs ?? null;
    const { installation = null } = options;
    this.installation = installation && {
      ...installation,
      words: installation.words && hideTokens(installation.words),
    };
  }
}
