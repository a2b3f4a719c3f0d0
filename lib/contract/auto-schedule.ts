import { z } from 'zod';
import { botConfig, smallConfig } from './bot-config';
import { rules } from './rules';

export const enableAutoScheduleBody = z
  .strictObject({ default_bot_config: botConfig.optional() })
  .refine(...smallConfig('default_bot_config'));

export const enableAutoScheduleResponse = z.object({
  message: z.string(),
  auto_schedule_enabled: z.literal(true),
  default_bot_config: botConfig,
  scheduled_now: z.int().describe('How many bots were scheduled at once.'),
});

export const disableAutoScheduleBody = z
  .strictObject({
    cancel_scheduled: z
      .boolean()
      .default(false)
      .describe('Also cancel the bots that auto-schedule has scheduled.'),
    default_bot_config: botConfig.optional().describe('Replaces the stored one, as with `enable`.'),
  })
  .refine(...smallConfig('default_bot_config'));

export const disableAutoScheduleResponse = z.object({
  message: z.string(),
  auto_schedule_enabled: z.literal(false),
});

export const autoScheduleSettings = z.object({
  auto_schedule_enabled: z.boolean(),
  default_bot_config: botConfig,
  rules,
});

export const updateAutoScheduleSettingsBody = z
  .strictObject({
    default_bot_config: botConfig.describe('Replaces the stored one. Scheduled bots keep theirs.'),
  })
  .refine(...smallConfig('default_bot_config'));

export type DisableAutoScheduleBody = z.infer<typeof disableAutoScheduleBody>;
export type AutoScheduleSettings = z.infer<typeof autoScheduleSettings>;
