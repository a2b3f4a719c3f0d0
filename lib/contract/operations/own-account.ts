import { accountExport, deleteAccountBody, deletedAccount } from '../account';
import type { Operation } from './operation';

export const exportAccount = {
  id: 'exportAccount',
  method: 'GET',
  path: '/account/export',
  group: 'Account',
  summary: 'Export everything that is stored of you',
  description:
    'One JSON file with your settings, sessions, API keys, accounts, calendars, meetings, bots and activity, as they are stored, without secrets.',
  response: accountExport,
  answers: { 200: 'The file.' },
  example: {
    answer: {
      exported_at: '2027-03-01T08:30:00.000Z',
      person: { id: 'usr_1a2b3c4d5e6f7a8b9c0d1e2f', email: 'ada@example.com' },
      ...{ sessions: [], api_keys: [], connections: [], calendars: [] },
      ...{ events: [], occurrences: [], bots: [], activity: [] },
    },
  },
} satisfies Operation;

export const deleteAccount = {
  id: 'deleteAccount',
  method: 'DELETE',
  path: '/account',
  group: 'Account',
  summary: 'Delete your account with everything that is stored of you',
  description:
    'You are signed out everywhere, your API keys stop working, your accounts are disconnected, booked bots are removed and active ones recalled; everything is deleted as soon as the last bot has left its meeting. It cannot be undone. Of API keys only those with `may_manage_keys` may do it.',
  body: deleteAccountBody,
  response: deletedAccount,
  answers: { 200: 'Deleted, or about to be.' },
  checks: { confirm: 'must be the address of your account' },
  example: {
    body: { confirm: 'ada@example.com' },
    answer: {
      ...{ removed: true, bots_removed: 12, bots_recalled: 0 },
      message: 'Your account is deleted with everything that was stored.',
    },
  },
} satisfies Operation;
