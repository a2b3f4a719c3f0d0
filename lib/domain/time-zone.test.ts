import { expect, it } from 'vitest';
import { readTimeZone } from './time-zone';

it('knows every zone there is, by its name in any case and by its older names', () => {
  for (const zone of [...Intl.supportedValuesOf('timeZone'), 'UTC']) expect(readTimeZone(zone)).toBe(zone);
  expect(readTimeZone('europe/STOCKHOLM')).toBe('Europe/Stockholm');
  const calcutta = readTimeZone('Asia/Calcutta');
  expect(calcutta).not.toBeNull();
  expect(readTimeZone('Asia/Kolkata')).toMatch(/^Asia\/(Calcutta|Kolkata)$/);
});

it('takes nothing else for a zone', () => {
  for (const name of ['', ' UTC', 'Tokyo', 'Mars/Olympus', '+02:00', '-0500', 'UTC+2', '../Paris', 'é']) {
    expect(readTimeZone(name), name).toBeNull();
  }
});
