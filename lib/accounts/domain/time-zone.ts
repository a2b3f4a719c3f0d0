/**
 * Today's names in the IANA database (file `backward`) of zones that this runtime may still call by their
 * former names. https://data.iana.org/time-zones/tzdb/backward
 */
const TODAYS_NAMES: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};

/** Returns the name that a zone has today: `Asia/Kolkata` of `Asia/Calcutta`. */
export function todaysName(zone: string): string {
  return TODAYS_NAMES[zone] ?? zone;
}

/** Returns the name of every zone, those of today and those that this runtime may still call zones by. */
export function timeZoneNames(): string[] {
  const known = [...Intl.supportedValuesOf('timeZone'), 'UTC'];
  return [...new Set([...known, ...known.map(todaysName)])].sort();
}

/**
 * Returns the zone of an IANA name, by the name it has today.
 * @returns null for what is no zone. An offset such as `+02:00` is none: Intl accepts it, but it has no
 *   summer time
 */
export function readTimeZone(name: string): string | null {
  if (!/^[A-Za-z]/.test(name)) return null;
  try {
    return todaysName(new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone);
  } catch {
    return null;
  }
}
