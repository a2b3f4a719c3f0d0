import { describe, expect, it } from 'vitest';
import type { UsherError } from '@/lib/contract/errors';
import { refuseConfig } from './refuse-unsendable';

/** Returns the paths that are refused in a configuration. */
function refused(config: Record<string, unknown>): string[] {
  try {
    refuseConfig(['meetstream'], config, { root: 'bot_config' });
    return [];
  } catch (error) {
    return ((error as UsherError).details as { path: string }[]).map(({ path }) => path);
  }
}

describe('refuseConfig', () => {
  it.each([
    'http://169.254.169.254/latest/meta-data/',
    'https://168.63.129.16/machine',
    'https://localhost/',
    'https://metadata.google.internal/computeMetadata/v1/',
    'https://10.0.0.8/a.png',
    'https://0x7f.1/a.png',
    'https://2130706433/',
    'https://[::ffff:127.0.0.1]/',
    'wss://redis.local:6379',
    ' HTTPS://192.168.1.1/a.png',
    'https://intranet./',
  ])('refuses the private host of %s wherever it stands', (url) => {
    expect(
      refused({ bot_image_url: url, live_audio_required: { websocket_url: url }, odd: [{ deep: [url] }] }),
    ).toEqual([
      'bot_config.bot_image_url',
      'bot_config.live_audio_required.websocket_url',
      'bot_config.odd.0.deep.0',
    ]);
  });

  it.each([
    'https://example.com/a.png',
    'https://8.8.8.8/a.png',
    'localhost',
    'see http://localhost',
    'Team: 10.0.0.1',
  ])('takes %s', (text) => expect(refused({ bot_image_url: text, bot_message: text })).toEqual([]));

  it('leaves addresses alone that no provider is sent', () => {
    expect(refused({ callback_url: 'https://localhost/', meeting_url: 'https://localhost/' })).toEqual([]);
  });
});
