import {
  peopleQuery,
  peopleResponse,
  person,
  personIdParams,
  removedPerson,
  updatePersonBody,
} from '../people';
import type { Operation } from './operation';

const PERSON = {
  id: 'usr_1a2b3c4d5e6f7a8b9c0d1e2f',
  email: 'ben@example.com',
  name: 'Ben Okafor',
  is_administrator: false,
  status: 'active',
  created_at: '2027-02-20T12:00:00.000Z',
  last_seen_at: '2027-03-01T08:30:00.000Z',
  accounts: ['ben@example.com'],
  bots_booked: 12,
  bots_active: 1,
  max_bots: null,
  max_bots_default: 20,
};

export const listPeople = {
  id: 'listPeople',
  method: 'GET',
  path: '/people',
  group: 'Administration',
  isForAdministrators: true,
  summary: 'List the people of the installation',
  description: 'By address.',
  query: peopleQuery,
  response: peopleResponse,
  answers: { 200: 'A page of people.' },
  example: { query: { q: 'ben' }, answer: { next: null, results: [PERSON] } },
} satisfies Operation;

export const updatePerson = {
  id: 'updatePerson',
  method: 'PATCH',
  path: '/people/{person_id}',
  group: 'Administration',
  isForAdministrators: true,
  summary: 'Disable or enable a person, make them an administrator, or limit their bots',
  description:
    'More bots than `max_bots` are never in meetings at one time: the others wait for a place, and say so. Disabling ends their sessions, refuses their API keys, removes their booked bots and recalls the active ones; enabling brings the bots back. No one can disable themselves.',
  params: personIdParams,
  body: updatePersonBody,
  response: person,
  answers: { 200: 'The person as they are now.' },
  errors: ['not_found', 'own_account'],
  example: {
    params: { person_id: PERSON.id },
    body: { disabled: true },
    answer: { ...PERSON, status: 'disabled', bots_booked: 0, bots_active: 0 },
  },
} satisfies Operation;

export const removePerson = {
  id: 'removePerson',
  method: 'DELETE',
  path: '/people/{person_id}',
  group: 'Administration',
  isForAdministrators: true,
  summary: 'Remove a person with everything that is stored of them',
  description:
    'Their bots are removed or recalled, their accounts disconnected, and everything is deleted; while a bot is still leaving its meeting, as soon as it has left. It cannot be undone.',
  params: personIdParams,
  response: removedPerson,
  answers: { 200: 'Removed, or about to be.' },
  errors: ['not_found', 'own_account'],
  example: {
    params: { person_id: PERSON.id },
    answer: {
      id: PERSON.id,
      removed: true,
      bots_removed: 12,
      bots_recalled: 0,
      message: 'ben@example.com is removed with everything that was stored.',
    },
  },
} satisfies Operation;
