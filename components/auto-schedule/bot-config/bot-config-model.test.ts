import { expect, it } from 'vitest';
import { besidesForm, parseConfig, withField, withLeave, withTranscription } from './bot-config-model';

const config = { bot_name: 'Scribe', odd: { deep: [1] }, transcription: { deepgram: { language: 'sv' } } };

it('changes one field and keeps those it does not know', () => {
  expect(withField(config, 'bot_name', 'Clerk')).toEqual({ ...config, bot_name: 'Clerk' });
  expect(withField(config, 'bot_name', '')).toEqual({ odd: config.odd, transcription: config.transcription });
  expect(withField(config, 'video_required', false)).toEqual({ ...config, video_required: false });
  expect(besidesForm(config)).toEqual(['odd']);
});

it('gives another transcriber the options of the one before', () => {
  expect(withTranscription(config, 'assemblyai').transcription).toEqual({ assemblyai: { language: 'sv' } });
  expect(withTranscription(config, '')).not.toHaveProperty('transcription');
  expect(withTranscription({}, 'deepgram')).toEqual({ transcription: { deepgram: {} } });
});

it('sets and removes time limits', () => {
  const limited = withLeave(withLeave({}, 'everyone_left_timeout', 60), 'waiting_room_timeout', 600);
  expect(limited).toEqual({ automatic_leave: { everyone_left_timeout: 60, waiting_room_timeout: 600 } });
  const one = withLeave(limited, 'waiting_room_timeout', null);
  expect(one).toEqual({ automatic_leave: { everyone_left_timeout: 60 } });
  expect(withLeave(one, 'everyone_left_timeout', null)).toEqual({});
});

it('says what is wrong with a text that is no configuration', () => {
  expect(parseConfig('{"bot_name": "Scribe", "odd": [1]}')).toEqual({
    config: { bot_name: 'Scribe', odd: [1] },
  });
  for (const text of ['', '{', '{"a": }', '[1]', 'null', '"bot"']) {
    expect(parseConfig(text)).toEqual({
      problem: expect.stringMatching(/^(This is not JSON: .+|It must be)/),
    });
  }
});
