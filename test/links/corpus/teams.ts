import type { LinkCases } from './case';

const THREAD = '19%3ameeting_NzA4YzIxMDct%40thread.v2';
const CONTEXT = 'context=%7b%22Tid%22%3a%22d1c2-4f%22%2c%22Oid%22%3a%22a0b1-77%22%7d';
const LONG = `https://teams.microsoft.com/l/meetup-join/${THREAD}/0?${CONTEXT}`;
const T = 'teams:19:meeting_NzA4YzIxMDct@thread.v2/0';
const CHANNEL = 'teams:19:AbCd@thread.tacv2/1600000000000';
const coords = (messageId: string, thread: string) =>
  encodeURIComponent(
    btoa(JSON.stringify({ conversationId: thread, tenantId: 'd1c2-4f', organizerId: 'a0b1-77', messageId })),
  );
const MEETING_COORDS = coords('0', '19:meeting_NzA4YzIxMDct@thread.v2');

export const TEAMS: LinkCases[] = [
  {
    platform: 'Teams',
    source: 'https://docs.recall.ai/docs/meeting-urls',
    cases: [
      [LONG, '=', T],
      [`https://teams.microsoft.com/l/meetup-join/19:meeting_NzA4YzIxMDct@thread.v2/0?${CONTEXT}`, '=', T],
      [`https://teams.microsoft.com/l/meetup-join/${THREAD}`, '=', T],
      [`https://teams.microsoft.com/l/meetup-join/${THREAD}/0`, '=', T],
      [`https://teams.microsoft.com/v2/?meetingjoin=true#/l/meetup-join/${THREAD}/0?${CONTEXT}`, LONG, T],
      [`https://teams.microsoft.com/_#/l/meetup-join/${THREAD}/0?${CONTEXT}`, LONG, T],
      [`https://teams.microsoft.com/light-meetings/launch?agent=web&coords=${MEETING_COORDS}`, '=', T],
      [
        'https://teams.microsoft.com/v2/?meetingjoin=true#/meet/2345678901234?p=AbC',
        'https://teams.microsoft.com/meet/2345678901234?p=AbC',
        'teams:2345678901234',
      ],
      ['https://teams.live.com/meet/9312345678901', '=', 'teams:9312345678901'],
      ['https://teams.live.com/meet/9312345678901?p=AbC', '=', 'teams:9312345678901'],
    ],
  },
  {
    platform: 'Teams',
    source: 'https://github.com/Meeting-BaaS/meet-teams-bot/issues/210 (the launcher short links lead to)',
    cases: [
      [
        'https://teams.microsoft.com/dl/launcher/launcher.html?url=%2F_%23%2Fmeet%2F2345678901234%3Fp%3DAbC%26anon%3Dtrue&type=meet&deeplinkId=8f3c&directDl=true&msLaunch=true&enableMobilePage=true&suppressPrompt=true',
        'https://teams.microsoft.com/meet/2345678901234?p=AbC&anon=true',
        'teams:2345678901234',
      ],
      [
        `https://teams.microsoft.com/dl/launcher/launcher.html?url=${encodeURIComponent(`/_#/l/meetup-join/${THREAD}/0?${CONTEXT}`)}&type=meetup-join&deeplinkId=1a2b&directDl=true`,
        LONG,
        T,
      ],
      [
        'https://teams.microsoft.com/dl/launcher/launcher.html?url=%2f_%23%2fl%2fmeetup-join%2f19%3ameeting_NzA4YzIxMDct%40thread.v2%2f0',
        'https://teams.microsoft.com/l/meetup-join/19:meeting_NzA4YzIxMDct@thread.v2/0',
        T,
      ],
    ],
  },
  {
    platform: 'Teams',
    source:
      'https://github.com/Meeting-BaaS/meet-teams-bot/blob/main/src/urlParser/teamsUrlCompatibility.test.ts',
    cases: [
      ['https://teams.microsoft.com/meet/123456789?p=a%2Bb%26c', '=', 'teams:123456789'],
      ['https://teams.cloud.microsoft/meet/123456789?p=a%2Bb%26c', '=', 'teams:123456789'],
      ['https://teams.live.com/meet/123456789?p=a%2Bb%26c', '=', 'teams:123456789'],
      [
        'https://teams.cloud.microsoft/l/meetup-join/19%3ameeting_123%40thread.v2/0?p=a%2Bb&context=%7B%22Tid%22%3A%22tenant%22%7D',
        '=',
        'teams:19:meeting_123@thread.v2/0',
      ],
      [
        'https://teams.cloud.microsoft/_#/l/meetup-join/19%3ameeting_123%40thread.v2/0?context=%7B%22Tid%22%3A%22tenant%22%7D',
        'https://teams.cloud.microsoft/l/meetup-join/19%3ameeting_123%40thread.v2/0?context=%7B%22Tid%22%3A%22tenant%22%7D',
        'teams:19:meeting_123@thread.v2/0',
      ],
      [`https://teams.cloud.microsoft/light-meetings/launch?coords=${MEETING_COORDS}`, '=', T],
      [
        'https://teams.live.com/dl/launcher/launcher.html?url=%2F_%23%2Fmeet%2F9312345678901%3Fp%3Dabc',
        'https://teams.live.com/meet/9312345678901?p=abc',
        'teams:9312345678901',
      ],
    ],
  },
  {
    platform: 'Teams',
    source: 'https://github.com/IsmaelMartinez/teams-for-linux/issues/1726 (presenter links: port, pp)',
    cases: [
      [
        `https://teams.microsoft.com:443/l/meetup-join/${THREAD}/0?${CONTEXT}&pp=zzzzzzz`,
        `${LONG}&pp=zzzzzzz`,
        T,
      ],
    ],
  },
  {
    platform: 'Teams',
    source: 'https://github.com/IsmaelMartinez/teams-for-linux/issues/1339, /2140 (short links)',
    cases: [
      ['https://teams.live.com/meet/9444802028296?p=N4IzETWmG2', '=', 'teams:9444802028296'],
      ['https://teams.microsoft.com/meet/2345678901234?p=AbC', '=', 'teams:2345678901234'],
      [
        'teams.microsoft.com/meet/2345678901234?p=AbC',
        'https://teams.microsoft.com/meet/2345678901234?p=AbC',
        'teams:2345678901234',
      ],
      ['https://teams.microsoft.com/meet/2345678901234?p=AbC&launchAgent=join', '=', 'teams:2345678901234'],
    ],
  },
  {
    platform: 'Teams',
    source: 'https://github.com/raycast/extensions/issues/12327 (government clouds)',
    cases: [
      [`https://gov.teams.microsoft.us/l/meetup-join/${THREAD}/0?${CONTEXT}`, '=', T],
      ['https://dod.teams.microsoft.us/meet/2345678901234?p=x', '=', 'teams:2345678901234'],
      [`https://teams.microsoft.us/l/meetup-join/${THREAD}/0`, '=', T],
      [
        `https://dod.teams.microsoft.us/dl/launcher/launcher.html?url=%2F_%23%2Fmeet%2F2345678901234%3Fp%3Dx`,
        'https://dod.teams.microsoft.us/meet/2345678901234?p=x',
        'teams:2345678901234',
      ],
    ],
  },
  {
    platform: 'Teams',
    source: 'https://github.com/sfsam/Itsycal/issues/178 (msteams)',
    cases: [
      [`msteams:/l/meetup-join/${THREAD}/0?${CONTEXT}`, LONG, T],
      [
        `msteams://teams.microsoft.com/l/meetup-join/${THREAD}/0`,
        `https://teams.microsoft.com/l/meetup-join/${THREAD}/0`,
        T,
      ],
      [
        `msteams:teams.microsoft.com/l/meetup-join/${THREAD}/0`,
        `https://teams.microsoft.com/l/meetup-join/${THREAD}/0`,
        T,
      ],
      [`msteams:///l/meetup-join/${THREAD}/0?${CONTEXT}`, LONG, T],
      [
        'msteams://teams.live.com/meet/9312345678901?p=AbC',
        'https://teams.live.com/meet/9312345678901?p=AbC',
        'teams:9312345678901',
      ],
    ],
  },
  {
    platform: 'Teams',
    source:
      'https://learn.microsoft.com/en-us/microsoftteams/platform/concepts/build-and-test/deep-link-application (meetings in a channel differ by their message)',
    cases: [
      [
        'https://teams.microsoft.com/l/meetup-join/19%3aAbCd%40thread.tacv2/1600000000000?context=x',
        '=',
        CHANNEL,
      ],
      ['https://teams.microsoft.com/l/meetup-join/19%3AAbCd%40thread.tacv2/1600000000000', '=', CHANNEL],
      [
        `https://teams.microsoft.com/light-meetings/launch?coords=${coords('1600000000000', '19:AbCd@thread.tacv2')}`,
        '=',
        CHANNEL,
      ],
      [
        'https://teams.microsoft.com/l/meetup-join/19:0f3e-9a@unq.gbl.spaces/0?context=x',
        '=',
        'teams:19:0f3e-9a@unq.gbl.spaces/0',
      ],
    ],
  },
  {
    platform: 'Teams',
    source: 'https://github.com/linagora/twake-calendar-frontend/issues/791 (brackets glued to the link)',
    cases: [
      [`Join<${LONG}>`, LONG, T],
      [`[${LONG}]`, LONG, T],
      [`${LONG}%3E`, LONG, T],
      [
        `teams.microsoft.com/l/meetup-join/${THREAD}/0`,
        `https://teams.microsoft.com/l/meetup-join/${THREAD}/0`,
        T,
      ],
    ],
  },
];
