import { describe, expect, it } from 'vitest';
import { signInFor, wayBack } from './way-back';

describe('wayBack', () => {
  it('leads back to a page of the dashboard, with its query', () => {
    expect(wayBack('/meetings?event=evt_1&q=caf%C3%A9')).toBe('/meetings?event=evt_1&q=caf%C3%A9');
    expect(wayBack('/auto-schedule')).toBe('/auto-schedule');
    const address = new URL(signInFor('/bots?view=past&bot_id=bot_1'), 'https://usher.example');
    expect(wayBack(address.searchParams.get('back'))).toBe('/bots?view=past&bot_id=bot_1');
  });

  it.each([
    undefined,
    null,
    '',
    'https://evil.example/meetings',
    '//evil.example/meetings',
    '/\\evil.example/meetings',
    '/.//evil.example',
    'javascript:alert(1)',
    'http://usher.invalid:8080/meetings',
    'http://[',
    '/sign-in?back=/meetings',
    '/api/auth/signout',
    '/meetings/../api/auth/signout',
    '/nothing-here',
  ])('leads to the meetings instead of to %s', (asked) => {
    expect(wayBack(asked)).toBe('/meetings');
  });

  it('connects no account', () => {
    expect(wayBack('/calendars?connect=account&account=a%40b.example')).toBe(
      '/calendars?account=a%40b.example',
    );
  });
});
