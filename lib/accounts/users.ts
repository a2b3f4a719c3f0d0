import type { BotConfig } from '@/lib/contract/bot-config';
import { readBotConfig, readRules } from '@/lib/contract/stored';
import { db } from '@/lib/platform/database/client';
import type { User as UserRow } from '@/lib/platform/database/generated/prisma/client';
import { newId } from '@/lib/platform/secrets';
import type { Rules } from '@/lib/scheduling/domain/rules';

/** A person who uses Usher, with what they have set. */
export type User = {
  id: string;
  email: string;
  name: string | null;
  /** IANA zone that the dashboard shows times in; null: each device its own. */
  timeZone: string | null;
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
    timeZone: row.timeZone,
    autoScheduleEnabled: row.autoScheduleEnabled,
    defaultBotConfig: readBotConfig(row.defaultBotConfig),
    rules: readRules(row.rules),
  };
}

/** Returns the user with this id, or null. */
export async function findUser(userId: string): Promise<User | null> {
  const row = await db().user.findUnique({ where: { id: userId } });
  return row && toUser(row);
}

/**
 * Returns the user with this address, or null.
 * @param email compared without regard to case
 */
export async function findUserByEmail(email: string): Promise<User | null> {
  const row = await db().user.findUnique({ where: { email: email.trim().toLowerCase() } });
  return row && toUser(row);
}

/**
 * Returns the user with this address, and creates one where there is none.
 * @param email compared without regard to case
 */
export async function ensureUser(
  email: string,
  profile: { name?: string | null; image?: string | null } = {},
): Promise<User> {
  const address = email.trim().toLowerCase();
  const row = await db().user.upsert({
    where: { email: address },
    create: { id: newId('usr'), email: address, ...profile },
    update: profile,
  });
  return toUser(row);
}
