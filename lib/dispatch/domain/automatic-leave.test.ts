import { describe, expect, it } from 'vitest';
import { botWords, LEAVE_DEFAULTS, leaveRules } from './automatic-leave';

describe('When a bot leaves', () => {
  it.each([
    ['nothing', {}, LEAVE_DEFAULTS],
    ['one limit', { everyone_left_timeout: 5 }, { ...LEAVE_DEFAULTS, everyone_left_timeout: 5 }],
    [
      'the name of older releases',
      { no_one_joined_timeout: 7 },
      { ...LEAVE_DEFAULTS, noone_joined_timeout: 7 },
    ],
    [
      'both names',
      { no_one_joined_timeout: 7, noone_joined_timeout: 8 },
      { ...LEAVE_DEFAULTS, noone_joined_timeout: 8 },
    ],
    ['null', { waiting_room_timeout: null }, LEAVE_DEFAULTS],
    ['zero', { waiting_room_timeout: 0 }, { ...LEAVE_DEFAULTS, waiting_room_timeout: 0 }],
    [
      'a limit without default',
      { voice_inactivity_timeout: 9 },
      { ...LEAVE_DEFAULTS, voice_inactivity_timeout: 9 },
    ],
  ])('is what its configuration says, else the default: %s', (_, configured, seconds) => {
    expect(leaveRules(configured, 'Usher').seconds).toEqual(seconds);
  });

  it('is also when only other bots are left, unless that is turned off or said otherwise', () => {
    const own = { using_participant_names: { matches: ['scribe'] } };
    expect(botWords(leaveRules({}, 'Usher').botDetection)).toContain('Usher');
    expect(leaveRules({ bot_detection: own }, 'Usher').botDetection).toEqual(own);
    expect(leaveRules({ bot_detection: false }, 'Usher').botDetection).toBeNull();
    expect(botWords(leaveRules({ bot_detection: false }, 'Usher').botDetection)).toEqual([]);
  });

  it.each(['Harry Potter', 'Ada Lovelace', 'Grace Fellows', 'Kathy Fathom', 'Reed Ireland', 'Noah Taker'])(
    'does not take %s for a bot',
    (name) => {
      const words = botWords(leaveRules({}, 'Usher').botDetection);
      expect(words.filter((word) => name.toLowerCase().includes(word.toLowerCase()))).toEqual([]);
    },
  );
});
