import { expect, it } from 'vitest';
import { readTimeZone, todaysName } from './time-zone';

it('every zone is found by its name in any case and by its former names', () => {
  for (const zone of [...Intl.supportedValuesOf('timeZone'), 'UTC']) {
    expect(readTimeZone(zone)).toBe(todaysName(zone));
    expect(readTimeZone(todaysName(zone)), zone).toBe(todaysName(zone));
  }
  expect(readTimeZone('europe/STOCKHOLM')).toBe('Europe/Stockholm');
  for (const name of ['Asia/Calcutta', 'Asia/Kolkata']) expect(readTimeZone(name)).toBe('Asia/Kolkata');
  for (const name of ['Europe/Kiev', 'europe/kyiv']) expect(readTimeZone(name)).toBe('Europe/Kyiv');
});

it('no other text is a zone', () => {
  for (const name of ['', ' UTC', 'Tokyo', 'Mars/Olympus', '+02:00', '-0500', 'UTC+2', '../Paris', 'é']) {
    expect(readTimeZone(name), name).toBeNull();
  }
});
