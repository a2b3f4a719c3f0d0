import type { Settings } from '@/lib/contract/settings';
import type { User } from '@/lib/platform/database/generated/prisma/client';

/** A person's settings as the contract shows them. */
export function readSettings(user: Pick<User, 'timeZone'>): Settings {
  return { time_zone: user.timeZone };
}
