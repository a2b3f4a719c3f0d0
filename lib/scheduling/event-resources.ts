import type { CalendarEvent } from '@/lib/contract/events';
import { findMeetingLinks, type PlatformOrder } from '@/lib/meeting-link';
import { titleOf } from '@/lib/occurrences/domain/event-details';
import type { GoogleEvent } from '@/lib/occurrences/domain/google-event';
import { describeRecurrence } from '@/lib/occurrences/domain/recurrence';
import { db } from '@/lib/platform/database/client';
import { processGlobal } from '@/lib/platform/process-global';
import { writtenOnce } from '@/lib/platform/written-json';
import { type SourceFacts, sourceFacts } from './domain/rule-facts';
import { type ResourceVersion, resourcesOfVersions } from './queries/events';

/** About 2,000 events, which take some 20 MB. */
const MOST_CHARACTERS = 4_000_000;

/** Google's resource of a stored event, with what is worked out from it once. Those who read it share it. */
export type EventResource = {
  source: Readonly<Partial<GoogleEvent>>;
  title: string | null;
  /** Returns the links that it names, best first. */
  links: (preferred: PlatformOrder) => CalendarEvent['meeting_links'];
  /** Returns what the rules look at in it. @param accountEmail of the account that has the event */
  facts: (accountEmail: string) => SourceFacts;
  /** Returns how its series repeats in words. @param zone of a start that names none that is known */
  recurrenceText: (zone: string) => string | null;
};

type Kept = { version: string; resource: EventResource; characters: number };

/** By the event's id, the one that was read last at the end. */
const kept = processGlobal('event-resources', () => ({ events: new Map<string, Kept>(), characters: 0 }));

/**
 * Returns the resources of events in the versions that a page has read, by the event's id: from memory, or from the store.
 * A version is a row's `xmin`, which PostgreSQL changes with each change of the row: what is in memory is never old.
 * @returns null when one of the events has changed since the page was read
 */
export async function readResources(asked: ResourceVersion[]): Promise<Map<string, EventResource> | null> {
  const wanted = new Map(asked.map((one) => [one.id, one]));
  const found = new Map<string, EventResource>();
  for (const { id, version } of wanted.values()) {
    const known = kept.events.get(id);
    if (known?.version !== version) continue;
    found.set(id, known.resource);
    kept.events.delete(id);
    kept.events.set(id, known);
  }
  const missing = [...wanted.values()].filter(({ id }) => !found.has(id));
  if (missing.length === 0) return found;
  for (const { id, version, raw } of await resourcesOfVersions(db(), missing))
    found.set(id, keep(id, version, raw));
  return found.size === wanted.size ? found : null;
}

function keep(id: string, version: string, raw: Partial<GoogleEvent>): EventResource {
  const resource = resourceOf(raw);
  forget(id);
  const characters = JSON.stringify(raw).length;
  kept.events.set(id, { version, resource, characters });
  kept.characters += characters;
  for (const oldest of kept.events.keys()) {
    if (kept.characters <= MOST_CHARACTERS) break;
    forget(oldest);
  }
  return resource;
}

function forget(id: string): void {
  kept.characters -= kept.events.get(id)?.characters ?? 0;
  kept.events.delete(id);
}

function resourceOf(raw: Partial<GoogleEvent>): EventResource {
  const source = writtenOnce(raw);
  return {
    source,
    title: titleOf(source),
    links: lastOf((preferred) =>
      findMeetingLinks(source, preferred).map(({ url, platform, foundIn }) => ({
        meeting_url: url,
        platform,
        found_in: foundIn,
      })),
    ),
    facts: lastOf((accountEmail) => sourceFacts(source, accountEmail)),
    recurrenceText: lastOf((zone) =>
      source.recurrence && source.start ? describeRecurrence(source.recurrence, source.start, zone) : null,
    ),
  };
}

/** Returns a function that works its result out again only when its argument is another one than the last. */
function lastOf<A, R>(work: (argument: A) => R): (argument: A) => R {
  let last: { key: string; result: R } | undefined;
  return (argument) => {
    const key = String(argument);
    if (last?.key !== key) last = { key, result: work(argument) };
    return last.result;
  };
}
