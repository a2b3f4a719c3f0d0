import { describe, expect, it } from 'vitest';
import { DEFAULT_RULES } from '@/lib/scheduling/domain/rules';
import { readBotConfig, readRules, storedAttributes } from './stored';

describe('what is stored', () => {
  it('has one name for the time without participants, whichever of MeetStream’s two was stored', () => {
    const read = (automatic_leave: object) => readBotConfig({ automatic_leave }).automatic_leave;
    expect(read({ no_one_joined_timeout: 5 })).toEqual({ noone_joined_timeout: 5 });
    expect(read({ noone_joined_timeout: 6, no_one_joined_timeout: 5 })).toEqual({ noone_joined_timeout: 6 });
    expect(read({ everyone_left_timeout: 5 })).toEqual({ everyone_left_timeout: 5 });
  });

  it('is read as it is while the contract accepts it', () => {
    const config = { bot_name: 'Scribe', automatic_leave: { waiting_room_timeout: 60 }, provider_field: [1] };
    expect(readBotConfig(config)).toEqual(config);
    const rules = { ...DEFAULT_RULES, only: { ...DEFAULT_RULES.only, title_keywords: ['review'] } };
    expect(readRules(rules)).toEqual(rules);
  });

  it('is read without the values of a bot configuration that the contract refuses', () => {
    const odd = {
      bot_name: 7,
      bot_message: 'Hi',
      automatic_leave: { waiting_room_timeout: 'soon', other: 1 },
    };
    expect(readBotConfig(odd)).toEqual({ bot_message: 'Hi', automatic_leave: { other: 1 } });
  });

  it('is read without the items of a list that the contract refuses, with all others', () => {
    const odd = { never: { title_keywords: [null, 'private', 7, 'secret'], unknown: true }, surprise: 1 };
    expect(readRules(odd)).toEqual({
      ...DEFAULT_RULES,
      never: { ...DEFAULT_RULES.never, title_keywords: ['private', 'secret'] },
    });
  });

  it.each([[null], ['text'], [3]])('is read as nothing where it is no object: %j', (value) => {
    expect(readBotConfig(value)).toEqual({});
    expect(readRules(value)).toEqual(DEFAULT_RULES);
    expect(storedAttributes.parse(value)).toEqual({});
  });

  it('has attributes that are text, whatever was written', () => {
    expect(storedAttributes.parse({ team: 'south', n: 1, more: { a: true } })).toEqual({
      team: 'south',
      n: '1',
      more: '{"a":true}',
    });
  });
});
