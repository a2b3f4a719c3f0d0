import { offsetInWords } from '@/components/time/local-time';
import { placeOf } from '@/components/time/zone';
import { todaysName } from '@/lib/accounts/domain/time-zone';

export type ZoneChoice = { zone: string; label: string };

/** Returns zones by their part of the world, each with its offset from UTC. */
export function zoneChoices(chosen: string | null, now: number): { region: string; zones: ZoneChoice[] }[] {
  const known = new Set([...Intl.supportedValuesOf('timeZone').map(todaysName), 'UTC']);
  // Another browser may spell the zone differently.
  if (chosen !== null) known.add(chosen);
  const regions = new Map<string, ZoneChoice[]>();
  for (const zone of known) {
    const region = zone.includes('/') ? (zone.split('/')[0] ?? '') : 'Others';
    const zones = regions.get(region) ?? [];
    regions.set(region, [...zones, { zone, label: labelOf(zone, now) }]);
  }
  return [...regions]
    .map(([region, zones]) => ({ region, zones: zones.sort((a, b) => (a.label < b.label ? -1 : 1)) }))
    .sort(
      (a, b) =>
        Number(a.region === 'Others') - Number(b.region === 'Others') || (a.region < b.region ? -1 : 1),
    );
}

/**
 * Returns the label of a zone: `New York, UTC−5`, or with its country or state where it needs one: `Knox,
 * Indiana, UTC−6`.
 */
export function labelOf(zone: string, now: number): string {
  const [, ...places] = zone.split('/');
  const place = places.length > 1 ? places.reverse().map(placeOf).join(', ') : placeOf(zone);
  const offset = offsetInWords(zone, now);
  return place === offset ? place : `${place}, ${offset}`;
}
