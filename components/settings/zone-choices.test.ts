import { expect, it } from 'vitest';
import { readTimeZone, todaysName } from '@/lib/accounts/domain/time-zone';
import { labelOf, zoneChoices } from './zone-choices';

const NOW = Date.parse('2026-12-01T00:00:00Z');

it('lists every zone once, under its part of the world, UTC last', () => {
  const regions = zoneChoices(null, NOW);
  const zones = regions.flatMap((region) => region.zones.map(({ zone }) => zone));
  expect(new Set(zones)).toEqual(new Set([...Intl.supportedValuesOf('timeZone').map(todaysName), 'UTC']));
  expect(zones.length).toBe(new Set(zones).size);
  expect(zones.every((zone) => readTimeZone(zone) !== null)).toBe(true);
  expect(zones.at(-1)).toBe('UTC');
  const america = regions.find(({ region }) => region === 'America')?.zones ?? [];
  expect(america).toContainEqual({ zone: 'America/New_York', label: 'New York, UTC−5' });
});

it('lists each zone once, under its current name, whatever name the browser has', () => {
  const [asia] = zoneChoices('Asia/Kolkata', NOW).filter(({ region }) => region === 'Asia');
  expect(asia?.zones.some(({ zone }) => zone === 'Asia/Calcutta')).toBe(false);
  expect(asia?.zones).toContainEqual({ zone: 'Asia/Kolkata', label: 'Kolkata, UTC+5:30' });
  expect(asia?.zones.filter(({ zone }) => zone === 'Asia/Kolkata')).toHaveLength(1);
});

it('adds the country or state where a place needs it', () => {
  expect(labelOf('America/Indiana/Knox', NOW)).toBe('Knox, Indiana, UTC−6');
  expect(labelOf('UTC', NOW)).toBe('UTC');
});
