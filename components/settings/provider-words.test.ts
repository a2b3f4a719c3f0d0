import { expect, it } from 'vitest';
import { listConnections } from '@/lib/contract/operations/connections';
import { whatIsMissing, whoSends } from './provider-words';

const { bot_providers: providers } = listConnections.example.answer;

it('says what it takes for a provider to be offered', () => {
  expect(providers.map(whatIsMissing)).toEqual([
    null,
    'Attendee can be chosen once ATTENDEE_API_URL, ATTENDEE_API_KEY and ATTENDEE_WEBHOOK_SECRET are set where Usher runs.',
  ]);
});

it('says who sends where the one that was chosen is not set up any more', () => {
  expect(whoSends(null, providers)).toBe('Sends the bots of this account’s meetings.');
  expect(whoSends('meetstream', providers)).toBe('Sends the bots of this account’s meetings.');
  expect(whoSends('attendee', providers)).toBe(
    'Attendee is not set up here any more: until it is, MeetStream sends them.',
  );
});
