import { UsherError } from '@/lib/contract/errors';
import { PLATFORM_NAMES } from '@/lib/contract/link-words';
import { configProblems } from '@/lib/dispatch/domain/config-problems';
import { cannotJoin, providerTitle } from '@/lib/dispatch/domain/joinable-links';
import { findMeetingLinks, type MeetingLink } from '@/lib/meeting-link';
import { resourceOf } from '@/lib/occurrences/stored-event';
import type { Tx } from '@/lib/platform/database/client';
import type { Occurrence } from '@/lib/platform/database/generated/prisma/client';
import { isPublicHost } from '@/lib/platform/public-address';
import type { Decision } from './domain/join-decision';
import { senderOf } from './sender';

/** Returns the name of the provider that sends the bots of a calendar's meetings. */
export async function senderOfCalendar(tx: Tx, calendarId: string): Promise<string> {
  const { connection } = await tx.calendar.findUniqueOrThrow({
    where: { id: calendarId },
    select: { connection: { select: { botProvider: true } } },
  });
  return senderOf(connection.botProvider);
}

/** Returns the name of the provider that sends the bot of an occurrence; the installation's where its event is gone. */
export async function senderOfOccurrence(tx: Tx, occurrenceId: string | null): Promise<string> {
  const occurrence = await tx.occurrence.findUnique({
    where: { id: occurrenceId ?? '' },
    select: { calendarId: true },
  });
  return occurrence ? senderOfCalendar(tx, occurrence.calendarId) : senderOf(null);
}

/** Returns the names of the providers that send a user's bots: those of the connected accounts, or the installation's. */
export async function sendersOf(tx: Tx, userId: string): Promise<string[]> {
  const connections = await tx.calendarConnection.findMany({
    where: { userId },
    select: { botProvider: true },
  });
  const names = connections.map(({ botProvider }) => senderOf(botProvider));
  return names.length > 0 ? [...new Set(names)] : [senderOf(null)];
}

/** The texts of an event in which links are found. */
type EventTexts = Parameters<typeof findMeetingLinks>[0];

/** Returns the links of an event by which a provider's bots can join. */
export function joinableLinks(provider: string, resource: EventTexts): MeetingLink[] {
  return findMeetingLinks(resource).filter((link) => !cannotJoin(provider, link.url));
}

/** Returns what a person can do about a link that a provider cannot join by, in a sentence. */
function advice(others: MeetingLink[]): string {
  const [first] = others;
  return first
    ? `Choose this event’s ${PLATFORM_NAMES[first.platform]} link instead.`
    : 'Choose another bot provider for this account.';
}

/** Returns the decision about a meeting whose link its provider cannot join by, with what a person can do. */
export function withAdvice(decision: Decision, provider: string, resource: EventTexts): Decision {
  return { ...decision, reason: `${decision.reason} ${advice(joinableLinks(provider, resource))}` };
}

/**
 * Refuses a meeting whose link the account's provider cannot join by.
 * @throws UsherError provider_cannot_join, with the event's other links that it can join by (`candidates`)
 */
export async function refuseLink(
  tx: Tx,
  provider: string,
  { meetingUrl, resourceId }: Pick<Occurrence, 'meetingUrl' | 'resourceId'>,
): Promise<void> {
  const problem = meetingUrl && cannotJoin(provider, meetingUrl);
  if (!problem) return;
  const resource = resourceOf(await tx.event.findUniqueOrThrow({ where: { id: resourceId } }));
  const others = joinableLinks(provider, resource);
  throw new UsherError('provider_cannot_join', `${problem} ${advice(others)}`, {
    extra: { candidates: others.map((link) => link.url) },
  });
}

type Config = Record<string, unknown>;
/** Where a configuration stands in a request, and the names of the fields that the request brings; by default all. */
type ConfigPlace = { root: string; sent?: string[] };

/** Fields of a configuration that no provider is sent. */
const NOT_SENT = ['callback_url', 'meeting_url'];
const HAS_HOST = /^(?:https?|wss?):/i;

/**
 * Refuses addresses in a configuration that name a host of a private network: a provider that runs there would be made to call
 * it (OWASP, Server-Side Request Forgery Prevention).
 * @throws UsherError validation_failed, with every path
 */
function refusePrivateHosts(config: Config, { root, sent = Object.keys(config) }: ConfigPlace): void {
  const details = sent
    .filter((name) => !NOT_SENT.includes(name))
    .flatMap((name) => privateHosts(config[name], root ? `${root}.${name}` : name))
    .map((path) => ({ path, message: 'must not name a host of a private network' }));
  if (details.length === 0) return;
  const list = details.map(({ path, message }) => `${path} ${message}`).join('; ');
  throw new UsherError('validation_failed', `${list}.`, { details });
}

/** Returns the paths of the addresses within a JSON value whose hosts are not public. */
function privateHosts(value: unknown, path: string): string[] {
  if (typeof value === 'string') {
    const isAddress = HAS_HOST.test(value.trimStart()) && URL.canParse(value);
    return isAddress && !isPublicHost(value) ? [path] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => privateHosts(inner, `${path}.${name}`));
}

/**
 * Refuses a configuration that names a private host, or that none of these providers would take as it is. Where several send a person's bots, what one of
 * them takes is stored, and the others are sent the rest.
 * @param at what is stored already is not refused
 * @throws UsherError validation_failed, with every field and its path
 */
export function refuseConfig(providers: string[], config: Config | undefined | null, at: ConfigPlace): void {
  if (!config) return;
  refusePrivateHosts(config, at);
  const { root, sent = Object.keys(config) } = at;
  const [first = [], ...others] = providers.map((provider) => configProblems(provider, config));
  const problems = first.filter(
    ({ path }) =>
      sent.includes(path.split('.')[0] ?? '') &&
      others.every((problems) => problems.some((problem) => problem.path === path)),
  );
  if (problems.length === 0) return;
  const details = problems.map(({ path, message }) => ({ path: root ? `${root}.${path}` : path, message }));
  const list = details.map(({ path, message }) => `${path} ${message}`).join('; ');
  throw new UsherError(
    'validation_failed',
    `${providers.map(providerTitle).join(' and ')} would refuse this bot: ${list}.`,
    { details },
  );
}
