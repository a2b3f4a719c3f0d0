import { describe, expect, it } from 'vitest';
import { bodyForReceiver, messageId } from './rewrite-report';

const bot = {
  id: 'bot_ours',
  providerBotId: 'theirs-1',
  customAttributes: { team: 'north' },
  botConfig: {},
};
const rewritten = (report: object, of: Partial<typeof bot> = {}) =>
  JSON.parse(bodyForReceiver(JSON.stringify(report), { ...bot, ...of }));

describe('A report for a person’s callbacks', () => {
  it('names the bot by the id that the person has, and the provider’s beside it', () => {
    expect(
      rewritten({
        event: 'bot.stopped',
        bot_event: 'bot.kicked',
        bot_id: 'theirs-1',
        bot_status: 'Stopped',
        message: 'Bye',
        status_code: 200,
        timestamp: '2027-03-01T08:00:00Z',
        custom_attributes: { team: 'north', usher_bot_id: 'bot_ours', meeting_end: '2027-03-01T08:30:00Z' },
        something_new: [{ a: null }],
      }),
    ).toEqual({
      event: 'bot.stopped',
      bot_event: 'bot.kicked',
      bot_id: 'bot_ours',
      provider_bot_id: 'theirs-1',
      bot_status: 'Stopped',
      message: 'Bye',
      status_code: 200,
      timestamp: '2027-03-01T08:00:00Z',
      custom_attributes: { team: 'north' },
      something_new: [{ a: null }],
    });
  });

  it('names the bot also where the provider does not', () => {
    const ids = { bot_id: 'bot_ours', provider_bot_id: 'theirs-1' };
    expect(rewritten({ event: 'bot.inmeeting' })).toEqual({ event: 'bot.inmeeting', ...ids });
    expect(rewritten({ event: 'x', bot_id: null, custom_attributes: null })).toEqual({
      ...{ event: 'x', custom_attributes: null },
      ...ids,
    });
    expect(rewritten({ event: 'x' }, { providerBotId: null as never }).provider_bot_id).toBeNull();
  });

  it('has the attributes that the person gave, also those that are named as ours are', () => {
    const sent = { usher_bot_id: 'bot_ours', meeting_end: 'ours' };
    expect(
      rewritten({ custom_attributes: sent }, { customAttributes: { usher_bot_id: 'mine' } as never })
        .custom_attributes,
    ).toEqual({ usher_bot_id: 'mine' });
    expect(
      rewritten({ bot_metadata: { ...sent, a: 1 } }, { botConfig: { metadata: { a: 1, meeting_end: 2 } } })
        .bot_metadata,
    ).toEqual({ a: 1, meeting_end: 2 });
    expect(rewritten({ custom_attributes: sent }).custom_attributes).toEqual({});
  });

  it('has no token of an address of ours', () => {
    const url = 'https://usher.example.com/api/webhooks/bots/meetstream/bot_ours/hushhushhush';
    expect(JSON.stringify(rewritten({ event: 'x', message: `Sent to ${url}` }))).not.toContain('hush');
  });
});

describe('The id of a message', () => {
  it('is the same however its JSON is written, and another one for another message or bot', () => {
    const id = messageId('bot_1', '{"event":"bot.joining","n":{"a":1,"b":[1.0]}}');
    expect(id).toMatch(/^msg_[0-9a-f]{32}$/);
    expect(messageId('bot_1', '{ "n": {"b":[1.0], "a":1},\n "event": "bot.joining" }')).toBe(id);
    expect(messageId('bot_1', '{"event":"bot.joining","n":{"a":2,"b":[1.0]}}')).not.toBe(id);
    expect(messageId('bot_2', '{"event":"bot.joining","n":{"a":1,"b":[1.0]}}')).not.toBe(id);
    expect(messageId('bot_1', 'no JSON')).not.toBe(messageId('bot_1', 'no  JSON'));
  });
});
