import { expect, it } from 'vitest';
import { z } from 'zod';
import { overrideBody } from '@/lib/contract/recurrence';
import { scheduleBody, updateBotBody } from '@/lib/contract/schedule';
import { updateSettingsBody } from '@/lib/contract/settings';
import { withoutAbsentFields } from './absent-fields';

it('drops null for each optional field that has no meaning for null, at every depth', () => {
  const body = {
    occurrence_date: null,
    schedule_all_occurrences: null,
    occurrence_limit: null,
    recurring_event: null,
    deduplication_key: null,
    bot_config: {
      bot_name: null,
      bot_message: 'Hello',
      callback_url: null,
      custom_attributes: null,
      automatic_leave: { everyone_left_timeout: null, waiting_room_timeout: 60 },
    },
  };
  expect(withoutAbsentFields(scheduleBody, body)).toEqual({
    deduplication_key: null,
    bot_config: { bot_message: 'Hello', automatic_leave: { waiting_room_timeout: 60 } },
  });
  expect(withoutAbsentFields(scheduleBody, { bot_config: null })).toEqual({});
});

it('keeps null where it clears', () => {
  for (const [schema, body] of [
    [overrideBody, { override: null }],
    [updateSettingsBody, { time_zone: null }],
    [updateBotBody, { bot_username: null, custom_attributes: null, scheduled_join_time: null }],
    [updateBotBody, { bot_config: { bot_message: null, automatic_leave: null } }],
  ] as [z.ZodType, object][])
    expect(withoutAbsentFields(schema, body)).toEqual(body);
  expect(withoutAbsentFields(updateBotBody, { version: null, bot_config: null })).toEqual({});
});

it('drops blank text in a bot configuration where blank makes no sense, and only there', () => {
  const bot_config = {
    bot_name: ' ',
    bot_message: '',
    bot_image_url: '',
    callback_url: '',
    join_at: '',
    odd: '',
  };
  expect(withoutAbsentFields(scheduleBody, { bot_config, occurrence_date: '' })).toEqual({
    bot_config: { odd: '' },
    occurrence_date: '',
  });
  expect(withoutAbsentFields(updateBotBody, { bot_config, bot_username: '' })).toEqual({
    bot_config: { odd: '' },
    bot_username: '',
  });
});

it('leaves what a schema does not know, and bodies of another type, as they are', () => {
  const odd = { surprise: null, bot_config: { surprise: null, custom_attributes: { a: null } } };
  expect(withoutAbsentFields(scheduleBody, odd)).toEqual(odd);
  for (const body of [null, [], 'text', 1]) expect(withoutAbsentFields(scheduleBody, body)).toEqual(body);
  expect(withoutAbsentFields(z.strictObject({ needed: z.string() }), { needed: null })).toEqual({
    needed: null,
  });
});
