import { expect, it } from 'vitest';
import {
  besidesForm,
  parseConfig,
  problemOfRow,
  rowsFor,
  toAttributes,
  withField,
  withLeave,
  withTranscription,
} from './bot-config-model';

const config = { bot_name: 'Scribe', odd: { deep: [1] }, transcription: { deepgram: { language: 'sv' } } };

it('changes one field and keeps unknown ones', () => {
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

it('says what is wrong with a text that is not a configuration', () => {
  expect(parseConfig('{"bot_name": "Scribe", "odd": [1]}')).toEqual({
    config: { bot_name: 'Scribe', odd: [1] },
  });
  for (const text of ['', '{', '{"a": }', '[1]', 'null', '"bot"']) {
    expect(parseConfig(text)).toEqual({
      problem: expect.stringMatching(/^(This is not JSON: .+|It must be)/),
    });
  }
});

it('takes rows as attributes once they have a name of their own', () => {
  const rows = [
    { name: 'team', value: 'design' },
    { name: '', value: 'lost' },
    { name: 'team', value: 'other' },
    { name: '', value: '' },
    { name: 'empty', value: '' },
  ];
  expect(toAttributes(rows)).toEqual({ team: 'design', empty: '' });
  expect(rows.map((_, index) => problemOfRow(rows, index))).toEqual([
    null,
    'A value needs a name.',
    'This name is taken.',
    null,
    null,
  ]);
  expect(toAttributes([{ name: '', value: '' }])).toBeUndefined();
});

it('shows the typed rows until something else changes the attributes', () => {
  const typed = [
    { name: 'b', value: '1' },
    { name: '', value: '' },
    { name: 'a', value: '2' },
  ];
  expect(rowsFor({ a: '2', b: '1' }, typed)).toBe(typed);
  expect(rowsFor({ a: '2', b: '3' }, typed)).toEqual([
    { name: 'a', value: '2' },
    { name: 'b', value: '3' },
  ]);
  expect(rowsFor({}, [])).toEqual([]);
});
