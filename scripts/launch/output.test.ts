import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readable, relay } from './output.mjs';

describe('readable', () => {
  it('shortens a log line', () => {
    const line = JSON.stringify({
      ...{
        level: 'warn',
        time: '2026-11-22T09:30:00.000Z',
        msg: 'Sync failed',
        calendarId: 'cal_1',
        tries: 2,
      },
      ...{
        error: { type: 'Error', message: 'went wrong', stack: 'Error: went wrong\n at x' },
        nothing: null,
      },
    });
    expect(readable(line)).toMatch(
      /^\d\d:30:00 {2}warning: Sync failed {2}calendarId=cal_1 {2}tries=2 {2}error=went wrong$/,
    );
  });

  it('cuts long values', () => {
    const text = readable(JSON.stringify({ level: 'info', msg: 'm', body: 'x'.repeat(500) })) ?? '';
    expect(text.length).toBeLessThan(230);
  });

  it('spells out control characters of what comes from outside', () => {
    const line = JSON.stringify({ msg: 'No \u001b[31mred\n12:00:00  fine', user: 'a\u202eb\u2028c' });
    const text = readable(line) ?? '';
    expect(text).toMatch(/No \\u001b\[31mred\\u000a12:00:00 {2}fine {2}user=a\\u202eb\\u2028c$/);
  });

  it('spells them out in plain lines too, and leaves colors out', () => {
    expect(readable('\u001b[31mred\u001b[0m \u001b[2Jgone\r12:00:00  fine\u009b1A')).toBe(
      'red \\u001b[2Jgone\\u000d12:00:00  fine\\u009b1A',
    );
    expect(readable('{ not json \u001b[2J')).toBe('{ not json \\u001b[2J');
    expect(readable('\tat x')).toBe('\tat x');
  });

  it.each(['plain words', '{ not json', '{"a":1}'])('leaves %j as it is', (line) => {
    expect(readable(line)).toBe(line);
  });

  it.each(['', '  ', '▲ Next.js 16.4.6', '   - Local:  http://localhost:3000', ' ✓ Ready in 300ms'])(
    'drops %j',
    (line) => expect(readable(line)).toBeUndefined(),
  );
});

it('hides the secret addresses in lines that the logger does not write, in both forms', async () => {
  for (const asJson of [true, false]) {
    const [stream, target] = [new PassThrough(), new PassThrough()];
    relay(stream, target, asJson);
    stream.end(
      'Failed to handle request for /api/feeds/feed_1/SECRET.ics\n{"url":"/api/webhooks/bots/attendee/bot_1/SECRET"}\n',
    );
    await new Promise((resolve) => stream.once('close', resolve));
    const printed = String(target.read());
    expect(printed).toContain('/api/feeds/feed_1/[secret].ics');
    expect(printed).toContain('/api/webhooks/bots/attendee/bot_1/[secret]');
    expect(printed).not.toContain('SECRET');
  }
});
