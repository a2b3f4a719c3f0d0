import { describe, expect, it } from 'vitest';
import { attendeeLink } from './attendee-link';
import { cannotJoin } from './joinable-links';

const TEAMS =
  'https://teams.microsoft.com/l/meetup-join/19:meeting_abc@thread.v2/0?context={"Tid":"t-1","Oid":"o-1"}';

const KNOWN: [from: string, to: string][] = [
  ['https://zoom.us/j/85012345678', 'https://zoom.us/j/85012345678'],
  [
    'https://us02web.zoom.us/j/85012345678?pwd=Ab1.1&uname=Ada#success',
    'https://us02web.zoom.us/j/85012345678?pwd=Ab1.1',
  ],
  ['https://acme.zoom.com/j/85012345678', 'https://acme.zoom.us/j/85012345678'],
  ['https://zoom.com/j/85012345678', 'https://zoom.us/j/85012345678'],
  ['https://zoom.us//j/850-1234-5678', 'https://zoom.us/j/85012345678'],
  ['https://zoom.us/wc/join/85012345678?pwd=x', 'https://zoom.us/j/85012345678?pwd=x'],
  ['https://zoom.us/wc/85012345678/join', 'https://zoom.us/j/85012345678'],
  ['https://zoom.us/s/85012345678?zak=secret', 'https://zoom.us/j/85012345678'],
  ['https://zoom.us/w/85012345678?tk=tok.en&pwd=x', 'https://zoom.us/w/85012345678?pwd=x&tk=tok.en'],
  ['https://zoom.us/join?confno=85012345678&pwd=x', 'https://zoom.us/j/85012345678?pwd=x'],
  ['https://meet.google.com/ABC-defg-hij?authuser=1', 'https://meet.google.com/abc-defg-hij'],
  ['https://meet.google.com/_meet/abc-defg-hij', 'https://meet.google.com/abc-defg-hij'],
  [
    'https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc%40thread.v2/0?context=%7b%22Tid%22%3a%22t-1%22%2c%22Oid%22%3a%22o-1%22%7d',
    TEAMS,
  ],
  [
    'https://teams.cloud.microsoft/l/meetup-join/19%3ameeting_abc%40thread.v2/0?context=%7b%22Oid%22%3a%22o-1%22%2c%22Tid%22%3a%22t-1%22%7d&x=1',
    TEAMS,
  ],
  [
    'https://teams.microsoft.com/_#/l/meetup-join/19:meeting_abc@thread.v2/0?context=%7b%22Tid%22%3a%22t-1%22%2c%22Oid%22%3a%22o-1%22%7d',
    TEAMS,
  ],
  [
    `https://teams.microsoft.com/dl/launcher/launcher.html?url=${encodeURIComponent('/_#/l/meetup-join/19:meeting_abc@thread.v2/0?context={"Tid":"t-1","Oid":"o-1"}')}&type=meetup-join`,
    TEAMS,
  ],
  [
    `https://teams.microsoft.com/light-meetings/launch?agent=web&coords=${encodeURIComponent(btoa('{"conversationId":"19:meeting_abc@thread.v2","tenantId":"t-1","organizerId":"o-1"}'))}`,
    TEAMS,
  ],
  ['https://teams.live.com/meet/9876543210?anon=true&p=abc', 'https://teams.live.com/meet/9876543210?p=abc'],
  [
    'https://teams.microsoft.com/meet/9876543210?p=abc&x=1',
    'https://teams.microsoft.com/meet/9876543210?p=abc',
  ],
];

const UNKNOWN: [url: string, reason: string][] = [
  ['https://acme.webex.com/meet/ada', 'Webex meetings'],
  ['https://global.gotomeeting.com/join/123456789', 'GoTo meetings'],
  ['https://meet.goto.com/ada', 'GoTo meetings'],
  ['https://bluejeans.com/123456789', 'BlueJeans meetings'],
  ['https://whereby.com/ada', 'Whereby meetings'],
  ['https://acme.zoomgov.com/j/1612345678', 'Zoom for Government meetings'],
  ['https://acme.zoom-x.de/j/85012345678', 'Zoom X meetings'],
  ['https://acme.zoom.com.cn/j/85012345678', 'Zoom meetings in China'],
  ['https://zoom.us/my/ada2', 'personal Zoom links'],
  ['https://ada.zm.page/', 'personal Zoom pages'],
  ['https://evilzoom.us/j/85012345678', 'links of this form'],
  ['https://meet.google.com/lookup/standup', 'Google Meet links with a name'],
  [
    'https://gov.teams.microsoft.us/l/meetup-join/19:x@thread.v2/0?context={}',
    'Teams for Government meetings',
  ],
  [
    'https://teams.microsoft.com/l/meetup-join/19%3ax%40thread.v2/0',
    'Teams links that do not name the organization',
  ],
  ['https://teams.live.com/meet/9876543210', 'Teams links without a passcode'],
  [`https://zoom.us/j/85012345678?pwd=${'x'.repeat(2_100)}`, 'links as long as this one'],
  ['no address', 'links of this form'],
];

describe('A meeting link for Attendee', () => {
  it.each(KNOWN)('%s is %s', (from, to) => {
    expect(attendeeLink(from)).toEqual({ url: to });
    expect(attendeeLink(to)).toEqual({ url: to });
    expect(cannotJoin('attendee', from)).toBeNull();
  });

  it.each(UNKNOWN)('%s cannot be joined: %s', (url, kind) => {
    expect(cannotJoin('attendee', url)).toBe(`Attendee cannot join ${kind}.`);
    expect(cannotJoin('meetstream', url)).toBeNull();
  });
});
