import { describe, expect, it } from 'vitest';
import { failureOf, wordsOf } from './http';

const REFUSALS: [body: unknown, words: string | null][] = [
  [{ error: 'bad_request', message: 'The link is wrong.' }, 'The link is wrong.'],
  [{ detail: 'Invalid or disabled API key' }, 'Invalid or disabled API key'],
  [{ error: 'Organization has run out of credits.' }, 'Organization has run out of credits.'],
  [
    { bot_chat_message: { message: ['This field may not be blank.'] } },
    'bot_chat_message.message: This field may not be blank.',
  ],
  [{ meeting_url: ['Invalid meeting URL'] }, 'meeting_url: Invalid meeting URL'],
  [{ message: ['This field may not be blank.'] }, 'message: This field may not be blank.'],
  [{ bot_name: 'Too long.' }, 'bot_name: Too long.'],
  [{ non_field_errors: ['Unexpected field(s): diarize.'] }, 'Unexpected field(s): diarize.'],
  [
    { recording_settings: { format: ['Format must be mp4.'] }, bot_name: ['One.', 'Two.'] },
    'recording_settings.format: Format must be mp4. bot_name: One. bot_name: Two.',
  ],
  [{ errors: [{ field: 'x' }, 'Two is wrong.'] }, 'field: x Two is wrong.'],
  [{ error: { message: 'Nested sentence.', code: 7 } }, 'Nested sentence.'],
  [{ webhooks: [{}, { url: ['must be https'] }] }, 'webhooks.url: must be https'],
  [['A list alone.'], 'A list alone.'],
  ['Plain text in JSON.', 'Plain text in JSON.'],
  [{ message: ' ', detail: 'The second.' }, 'The second.'],
  [{}, null],
  [null, null],
  [{ a: { b: [] } }, null],
  [{ error: 'x'.repeat(600) }, `${'x'.repeat(500)}…`],
];

describe('The words of a refusal', () => {
  it.each(REFUSALS)('of %j are %j', (body, words) => {
    expect(wordsOf(body)).toBe(words);
  });

  it('stand in the failure, which has a sentence also without any', () => {
    const answer = { ok: false, status: 400, retryAfterMs: null };
    expect(failureOf({ ...answer, body: { a: { b: ['Wrong.'] } } }).message).toBe(
      'The bot provider answered 400: a.b: Wrong.',
    );
    expect(failureOf({ ...answer, body: null }).message).toBe('The bot provider answered 400.');
  });
});
