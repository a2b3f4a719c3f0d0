import { setupResponse } from '../setup';
import type { Operation } from './operation';

export const readSetup = {
  id: 'readSetup',
  method: 'GET',
  path: '/setup',
  group: 'Administration',
  isForAdministrators: true,
  summary: 'Check how the installation is set up',
  description:
    'Each check says what was seen, when, and what to do. Google and the bot providers are asked at most every 30 seconds, for at most eight seconds each; until then their last answers are told, with their time.',
  response: setupResponse,
  answers: { 200: 'What was seen.' },
  example: {
    answer: {
      checks: [
        {
          name: 'notifications',
          title: 'Notifications from Google',
          state: 'ok',
          seen: 'Notifications arrive at https://usher.example.com/api/webhooks/google-calendar.',
          seen_at: '2027-03-01T08:30:00.000Z',
          last: { what: 'Last notification', at: '2027-03-01T08:29:58.000Z' },
          action: null,
        },
      ],
    },
  },
} satisfies Operation;
