import type { UpdateBotBody } from '@/lib/contract/schedule';

const NAMES: Record<Exclude<keyof UpdateBotBody, 'version'>, string> = {
  scheduled_join_time: 'join time',
  bot_username: 'name',
  custom_attributes: 'attributes',
  bot_config: 'configuration',
};

/** What of a bot was changed, in a person's words. */
export function nameFields(fields: string[]): string {
  return fields.map((field) => NAMES[field as keyof typeof NAMES]).join(', ');
}
