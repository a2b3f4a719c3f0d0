import { createHash } from 'node:crypto';
import { meetConference } from '../google/edit-events';
import type { ConferenceData } from '../google/types';

export type Platform = 'meet' | 'zoom' | 'teams' | 'teams-meet' | 'webex' | 'goto' | 'bluejeans' | 'whereby';

/** Where a link is written: in Google's conference data, in the location, or in the description in one of its forms. */
export type Place = 'conference' | 'location' | 'html' | 'plain' | 'redirect' | 'safelink';

const digits = (name: string, length: number) =>
  BigInt(`0x${createHash('sha256').update(name).digest('hex')}`)
    .toString()
    .slice(3, 3 + length);
const letters = (name: string, length: number) =>
  createHash('sha256').update(name).digest('hex').slice(0, length);

/** Returns a believable meeting link of a platform, the same for the same name. */
export function linkOf(platform: Platform, name: string): string {
  switch (platform) {
    case 'meet':
      return meetConference(name).entryPoints?.[0]?.uri ?? '';
    case 'zoom':
      return `https://us02web.zoom.us/j/8${digits(name, 10)}?pwd=${letters(name, 24)}`;
    case 'teams': {
      const context = encodeURIComponent(
        `{"Tid":"${uuid(`${name}tenant`)}","Oid":"${uuid(`${name}organizer`)}"}`,
      );
      const thread = Buffer.from(letters(name, 30)).toString('base64url').slice(0, 40);
      return `https://teams.microsoft.com/l/meetup-join/19%3ameeting_${thread}%40thread.v2/0?context=${context}`;
    }
    case 'teams-meet':
      return `https://teams.microsoft.com/meet/2${digits(name, 12)}?p=${letters(name, 16)}`;
    case 'webex':
      return `https://northwind.webex.com/northwind/j.php?MTID=m${letters(name, 32)}`;
    case 'goto':
      return `https://global.gotomeeting.com/join/${digits(name, 9)}`;
    case 'bluejeans':
      return `https://bluejeans.com/${digits(name, 9)}/${digits(`${name}pass`, 4)}`;
    case 'whereby':
      return `https://whereby.com/northwind-${name.replace(/[^a-z]+/g, '-').slice(0, 24)}`;
  }
}

function uuid(name: string): string {
  const hex = letters(name, 32);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

export type LinkFields = { location?: string; description?: string; conferenceData?: ConferenceData };

/** Returns the event fields that hold a link as people and add-ons write it. */
export function linkFields(platform: Platform, place: Place, name: string, notes: string): LinkFields {
  const url = linkOf(platform, name);
  const escaped = url.replace(/&/g, '&amp;');
  switch (place) {
    case 'conference':
      return {
        description: notes,
        conferenceData: platform === 'meet' ? meetConference(name) : addOn(platform, url),
      };
    case 'location':
      return { location: url, description: notes };
    case 'plain':
      return { description: `${notes}\n\nJoin here: ${url}` };
    case 'html':
      return {
        description: `<p>${notes}</p><br><b>Join the meeting</b>&nbsp;&ndash;&nbsp;<a href="${escaped}">${escaped}</a><br>______________________`,
      };
    case 'redirect': {
      const target = encodeURIComponent(url);
      const wrapped = `https://www.google.com/url?q=${target}&amp;sa=D&amp;source=calendar&amp;usd=2&amp;usg=AOvVaw0${letters(name, 16)}`;
      return { description: `${notes}<br><br><a href="${wrapped}" target="_blank">Join the call</a>` };
    }
    case 'safelink': {
      const data = encodeURIComponent(`05|02|ada@northwind.example|${letters(name, 24)}`);
      const wrapped = `https://eur03.safelinks.protection.outlook.com/?url=${encodeURIComponent(url)}&amp;data=${data}&amp;reserved=0`;
      return {
        description: `${notes}<br>________________<br><a href="${wrapped}">Click here to join the meeting</a>`,
      };
    }
  }
}

function addOn(platform: Platform, url: string): ConferenceData {
  const names: Partial<Record<Platform, string>> = {
    zoom: 'Zoom Meeting',
    webex: 'Webex',
    teams: 'Microsoft Teams',
    'teams-meet': 'Microsoft Teams',
  };
  return {
    conferenceId: letters(url, 12),
    conferenceSolution: { key: { type: 'addOn' }, name: names[platform] ?? 'Video call' },
    entryPoints: [{ entryPointType: 'video', uri: url, label: url.replace('https://', '').slice(0, 60) }],
  };
}
