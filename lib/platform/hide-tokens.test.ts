import { expect, it } from 'vitest';
import { hideTokens } from './hide-tokens.mjs';

const TOKEN = 'c2VjcmV0-token_of_43_characters_AAAAAAAAAAAA';

it.each([
  [
    `"https://usher.example.com/api/webhooks/bots/meetstream/bot_1/${TOKEN}" does not match`,
    '"https://usher.example.com/api/webhooks/bots/meetstream/bot_1/[secret]" does not match',
  ],
  [
    `POST /api/webhooks/bots/attendee/bot_1/${TOKEN}?x=1`,
    'POST /api/webhooks/bots/attendee/bot_1/[secret]?x=1',
  ],
  [
    `?url=https%3A%2F%2Fusher.example.com%2Fapi%2Fwebhooks%2Fbots%2Fmeetstream%2Fbot_1%2F${TOKEN}&b=1`,
    '?url=https%3A%2F%2Fusher.example.com%2Fapi%2Fwebhooks%2Fbots%2Fmeetstream%2Fbot_1%2F[secret]&b=1',
  ],
  [
    `GET https://usher.example.com/api/feeds/feed_1/${TOKEN}.ics`,
    'GET https://usher.example.com/api/feeds/feed_1/[secret].ics',
  ],
  ['https://usher.example.com/api/webhooks/bots/meetstream', null],
  ['/api/webhooks/google-calendar/bot_1/abc', null],
])('the token is hidden in %s', (text, hidden) => {
  expect(hideTokens(text)).toBe(hidden ?? text);
});
