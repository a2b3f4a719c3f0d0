import { describe, expect, it } from 'vitest';
import { WINDOWS_TO_IANA_MAP } from 'windows-iana';
import { readZone, zoneName } from './time-zone';

describe('a zone of Google’s', () => {
  it.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    ['Asia/Calcutta', 'Asia/Calcutta'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['US/Pacific', 'US/Pacific'],
    ['Etc/GMT+5', 'Etc/GMT+5'],
    ['Etc/UTC', 'Etc/UTC'],
    ['UTC', 'UTC'],
    ['GMT', 'GMT'],
    ['europe/berlin', 'Europe/Berlin'],
    ['AMERICA/NEW_YORK', 'America/New_York'],
    ['america/port-au-prince', 'America/Port-au-Prince'],
    ['us/pacific', 'US/Pacific'],
    ['utc', 'UTC'],
    [' Europe/Berlin ', 'Europe/Berlin'],
  ])('%s is by an IANA name %s', (text, zone) => {
    expect(readZone(text)).toBe(zone);
    expect(zoneName(text)).toBe(zone);
  });

  it.each([
    ['GMT+02:00', 'Etc/GMT-2', 'Etc/GMT-2'],
    ['UTC+02:00', 'Etc/GMT-2', 'Etc/GMT-2'],
    ['gmt-0800', 'Etc/GMT+8', 'Etc/GMT+8'],
    ['UTC+2', 'Etc/GMT-2', 'Etc/GMT-2'],
    ['UTC +02:00', 'Etc/GMT-2', 'Etc/GMT-2'],
    ['UTC\u221205:00', 'Etc/GMT+5', 'Etc/GMT+5'],
    ['+02:00', 'Etc/GMT-2', 'Etc/GMT-2'],
    ['-12:00', 'Etc/GMT+12', 'Etc/GMT+12'],
    ['GMT+14:00', 'Etc/GMT-14', 'Etc/GMT-14'],
    ['GMT+00:00', 'UTC', 'UTC'],
    ['Z', 'UTC', 'UTC'],
    ['UTC-03:30', '-03:30', 'UTC'],
    ['UTC-3:30', '-03:30', 'UTC'],
    ['GMT+05:30', '+05:30', 'Asia/Kolkata'],
    ['UTC+05:45', '+05:45', 'Asia/Kathmandu'],
  ])('%s is a fixed offset: %s, shown as %s', (text, zone, name) => {
    expect(readZone(text)).toBe(zone);
    expect(zoneName(text)).toBe(name);
    expect(zoneName(zone)).toBe(name);
  });

  it.each([
    ['Pacific Standard Time', 'America/Los_Angeles'],
    ['pacific standard time', 'America/Los_Angeles'],
    ['W. Europe Standard Time', 'Europe/Berlin'],
    ['India Standard Time', 'Asia/Calcutta'],
    ['Etc/GMT+12', 'Etc/GMT+12'],
    ['/freeassociation.sourceforge.net/Europe/Berlin', 'Europe/Berlin'],
    ['/example.org/20260101_1/America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
    ['tzone://Microsoft/Utc', 'UTC'],
  ])('%s has the IANA twin %s', (text, zone) => {
    expect(readZone(text)).toBe(zone);
  });

  it.each([
    '',
    'Mars/Base',
    'Customized Time Zone',
    'tzone://Microsoft/Custom',
    'SystemV/PST8PDT',
    'CST',
    'UTC+15',
    'UTC-12:30',
    'GMT+2:60',
    '2',
    'GMT+',
    'Europe/Berlin; DROP',
    'x'.repeat(10_000),
    null,
    undefined,
    7,
  ])('is not %j', (text) => {
    expect(readZone(text)).toBeNull();
    expect(zoneName(text as string)).toBe('UTC');
  });

  it('is known to Intl by its shown name, whatever Windows calls it', () => {
    for (const { windowsName } of WINDOWS_TO_IANA_MAP) {
      const zone = readZone(windowsName);
      expect(zone, windowsName).not.toBeNull();
      expect(() => new Intl.DateTimeFormat('en', { timeZone: zoneName(windowsName) })).not.toThrow();
    }
  });

  it('keeps the name of every zone that this runtime has', () => {
    for (const name of Intl.supportedValuesOf('timeZone')) {
      expect(readZone(name)).toBe(name);
      expect(readZone(name.toLowerCase())).toBe(name);
    }
  });
});
