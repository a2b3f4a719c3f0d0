import type { BotConfig } from '@/lib/contract/bot-config';
import type { Settings } from '@/lib/contract/settings';
import { readBotConfig, readDisplayFormats, readPlatformOrder, readRules } from '@/lib/contract/stored';
import { db } from '@/lib/platform/database/client';
import { newId } from '@/lib/platform/secrets';
import type { Rules } from '@/lib/scheduling/domain/rules';
import { spellingsOf } from './domain/address';
import { readTimeZone } from './domain/time-zone';
import type { UserRow } from './queries';

/** A person who uses Usher, with what they have set. */
export type User = {
  id: string;
  email: string;
  name: string | null;
  /** Google's `hd`: the Workspace domain of their account. */
  hostedDomain: string | null;
  /** Named an administrator by `npm run users`; see `isAdministrator`. */
  isAdmin: boolean;
  settings: Settings;
  autoScheduleEnabled: boolean;
  defaultBotConfig: BotConfig;
  rules: Rules;
};

/** Returns the user of a stored row, its JSON columns parsed. */
export function toUser(row: UserRow): User {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    hostedDomain: row.hostedDomain,
    isAdmin: row.isAdmin,
    settings: readSettings(row),
    autoScheduleEnabled: row.autoScheduleEnabled,
    defaultBotConfig: readBotConfig(row.defaultBotConfig),
    rules: readRules(row.rules),
  };
}

/** Returns the user with this `sub` of Google, or null; disabled ones too. */
export async function findUserByGoogleSub(googleSub: string): Promise<User | null> {
  const row = await db().user.findUnique({ where: { googleSub } });
  return row && toUser(row);
}

/** Returns the user with this address, or null. @param email compared without regard to case */
export async function findUserByAddress(email: string): Promise<User | null> {
  const spellings = spellingsOf(email);
  const known = await db().user.findMany({ where: { email: { in: spellings } } });
  const row = known.find((user) => user.email === spellings[0]) ?? known[0];
  return row ? toUser(row) : null;
}

/**
 * Returns the user with this address, and creates one where there is none. Who the person is, is not known then: the first
 * Google account with this address that signs in becomes theirs, see `identifyPerson`.
 * @param email compared without regard to case
 */
export async function ensureUser(email: string): Promise<User> {
  const known = await findUserByAddress(email);
  if (known) return known;
  const address = email.trim().toLowerCase();
  return toUser(
    await db().user.upsert({
      where: { email: address },
      create: { id: newId('usr'), email: address },
      update: {},
    }),
  );
}

function readSettings({ timeZone, timeFormat, weekStart, platformOrder }: UserRow): Settings {
  return {
    // An older release, or another runtime, may have known a zone that this one does not.
    time_zone: timeZone && readTimeZone(timeZone),
    ...readDisplayFormats({ time_format: timeFormat, week_start: weekStart }),
    platform_order: readPlatformOrder(platformOrder),
  };
}
