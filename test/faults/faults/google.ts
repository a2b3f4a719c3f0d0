import { BOTH, type Fault } from '../fault';
import type { Installation } from '../installation';

const ALL_OF_GOOGLE = '^/(calendar/v3/|token$|o/oauth2/|oauth2/|v1/userinfo)';
const ALL_OF_PROVIDER = '^/meetstream/';
const CREATE_BOT = '^/meetstream/api/v1/bots/create_bot';

/** Has every call whose path matches answered in that way. */
export function answering(path: string, effect: object, times?: number) {
  return {
    begin: async ({ control }: Installation) =>
      void (await control('POST', '/faults', { match: { path }, effect, ...(times && { times }) })),
    end: async ({ control }: Installation) => void (await control('DELETE', '/faults')),
  };
}

/** A setting of Google's pushes. */
function pushing(during: object, after: object) {
  return {
    begin: async ({ control }: Installation) => void (await control('PUT', '/settings', { push: during })),
    end: async ({ control }: Installation) => void (await control('PUT', '/settings', { push: after })),
  };
}

export const googleFaults: Fault[] = [
  {
    name: 'google-down',
    says: 'Google cuts every connection, for a minute',
    on: BOTH,
    seconds: 60,
    ...answering(ALL_OF_GOOGLE, { cutConnection: true }),
  },
  {
    name: 'google-failing',
    says: 'Google answers 503',
    on: BOTH,
    ...answering(ALL_OF_GOOGLE, { status: 503, reason: 'backendError' }),
  },
  {
    name: 'google-slow',
    says: 'Google takes 10 s for each answer, for 20 s',
    on: BOTH,
    seconds: 20,
    ...answering(ALL_OF_GOOGLE, { delayMs: 10_000 }),
  },
  {
    name: 'google-garbage',
    says: 'Google answers 200 with a page of HTML',
    on: BOTH,
    ...answering(ALL_OF_GOOGLE, { garbage: true }),
  },
  {
    name: 'pushes-dropped',
    says: 'Google’s pushes are lost',
    on: BOTH,
    ...pushing({ drop: 1 }, { drop: 0 }),
  },
  {
    name: 'pushes-doubled',
    says: 'Google’s pushes come twice, and out of order',
    on: BOTH,
    ...pushing({ duplicate: 1, reorder: true }, { duplicate: 0, reorder: false }),
  },
  {
    name: 'pushes-late',
    says: 'Google’s pushes come 10 s late',
    on: BOTH,
    ...pushing({ delayMs: 10_000 }, { delayMs: 0 }),
  },
];

export const providerFaults: Fault[] = [
  {
    name: 'provider-down',
    says: 'The bot provider cuts every connection, for 20 s',
    on: BOTH,
    seconds: 20,
    ...answering(ALL_OF_PROVIDER, { cutConnection: true }),
  },
  {
    name: 'provider-slow',
    says: 'The bot provider takes 10 s for each answer',
    on: BOTH,
    ...answering(ALL_OF_PROVIDER, { delayMs: 10_000 }),
  },
  {
    name: 'provider-losing',
    says: 'The bot provider makes the bot, and its answer is lost',
    on: BOTH,
    ...answering(CREATE_BOT, { afterWork: true, cutConnection: true }),
  },
  {
    name: 'provider-refusing',
    says: 'The bot provider answers 401, for 20 s',
    on: BOTH,
    seconds: 20,
    ...answering(ALL_OF_PROVIDER, { status: 401, reason: 'Invalid API key' }),
  },
];
