import { expect, it } from 'vitest';
import { listConnections } from '@/lib/contract/operations/connections';
import { whatIsMissing, whoSends } from './provider-words';

const { bot_providers: providers } = listConnections.example.answer;

it('says which settings a provider needs before it can be chosen', () => {
  expect(providers.map(whatIsMissing)).toEqual([
    null,
    'Attendee can be chosen once ATTENDEE_API_URL, ATTENDEE_API_KEY and ATTENDEE_WEBHOOK_SECRET are set where Usher runs.',
  ]);
});

it('says which provider sends bots when the chosen one is no longer set up', () => {
  expect(whoSends(null, providers)).toBe('Sends the bots of this account’s meetings.');
  expect(whoSends('meetstream', providers)).toBe('Sends the bots of this account’s meetings.');
  expect(whoSends('attendee', providers)).toBe(
    'Attendee is no longer set up here. Until it is, MeetStream sends the bots.',
  );
});
