import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { instant } from '@/lib/contract/common';
import { scheduleBody } from '@/lib/contract/schedule';
import { validate } from './validate';

const refusal = (schema: z.ZodType, value: unknown) => {
  try {
    validate(schema, value, 'body');
  } catch (error) {
    return error as { code: string; message: string; details: unknown };
  }
  throw new Error('It was accepted.');
};

describe('validate', () => {
  it('lists every bad field with its path, including unknown fields', () => {
    const { code, details } = refusal(scheduleBody, {
      occurrence_date: '2026-03-01T09:00:00',
      occurrence_limit: 400,
      bot_config: { bot_name: '', automatic_leave: { in_call_recording_timeout: 5 } },
      odd: 1,
    });
    expect(code).toBe('validation_failed');
    expect((details as { path: string }[]).map(({ path }) => path).sort()).toEqual([
      'bot_config.automatic_leave.in_call_recording_timeout',
      'bot_config.bot_name',
      'occurrence_date',
      'occurrence_limit',
      'odd',
    ]);
  });

  it.each([
    ['NUL in a value', { q: 'a\0b' }],
    ['NUL in a name', { 'a\0b': 1 }],
    ['half a surrogate pair', { q: { deep: ['\ud800'] } }],
  ])('refuses a value that the database cannot store: %s', (_, value) => {
    expect(refusal(z.unknown(), value)).toMatchObject({ code: 'validation_failed' });
  });

  it('refuses a value that is nested too deeply, and names the field', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 20_000; i++) deep = { deep };
    expect(refusal(z.unknown(), { bot_config: deep }).message).toMatch(
      /^bot_config.* is nested too deeply\.$/,
    );
  });

  it('reports the problem with a time once', () => {
    expect(refusal(z.object({ at: instant }), { at: '2027-03-31T10:00:00 01:00' }).message).toMatch(
      /^at must be an ISO 8601 time with an offset[^;]*\.$/,
    );
    expect(refusal(z.object({ at: instant }), { at: '1969-01-01T00:00:00Z' }).message).toBe(
      'at must not be before 1970.',
    );
  });

  it.each(['0000-01-01T00:00:00Z', '1969-12-31T23:59:59Z', '+275760-01-01T00:00:00Z', '2026-03-01T09:00:00'])(
    'refuses the time %s',
    (time) => {
      expect(instant.safeParse(time).success).toBe(false);
    },
  );
});
