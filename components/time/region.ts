import type { DisplayFormats } from '@/lib/contract/settings';

/**
 * How dates and times are written: the words are English, everything else is the region's. `locale` has the order of the
 * parts and the digits; `firstDay` is 0 for Monday, 6 for Sunday.
 */
export type Region = { locale: string; isDayFirst: boolean; is12Hour: boolean; firstDay: number };

/** What the person chose. One variable for the whole page, set only in the browser, as in zone.ts. */
let chosen: DisplayFormats = { time_format: null, week_start: null };

/** Remembered by language, because it is needed for every time that is written, and slow to find out. */
const regions = new Map<string, Region>();

/** Shows times and weeks as the person chose. */
export function showFormats(formats: DisplayFormats): void {
  chosen = formats;
}

/** Returns how dates and times are written now: as the person chose, otherwise as in the region of the browser. */
export function shownRegion(): Region {
  const region = deviceRegion();
  const { time_format, week_start } = chosen;
  return {
    ...region,
    is12Hour: time_format === null ? region.is12Hour : time_format === '12h',
    firstDay: week_start === null ? region.firstDay : FIRST_DAYS[week_start],
  };
}

const FIRST_DAYS: Record<NonNullable<DisplayFormats['week_start']>, number> = {
  monday: 0,
  saturday: 5,
  sunday: 6,
};

/** Returns how dates and times are written in the region of the browser's first language. */
export function deviceRegion(): Region {
  const language = globalThis.navigator?.language ?? 'en-US';
  let region = regions.get(language);
  if (!region) {
    region = regionOf(language);
    regions.set(language, region);
  }
  return region;
}

/**
 * Returns how dates and times are written where a language is spoken (a BCP 47 tag such as `de-DE`; of one without a region,
 * where most people speak it). An unknown one counts as American English.
 */
export function regionOf(language: string): Region {
  const tag = isKnown(language) ? language : 'en-US';
  const dates = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'long', hour: 'numeric' });
  const { hourCycle, numberingSystem } = dates.resolvedOptions();
  const order = dates.formatToParts(0).map(({ type }) => type);
  const isDayFirst = order.indexOf('day') < order.indexOf('month');
  return {
    locale: `${isDayFirst ? 'en-GB' : 'en-US'}-u-nu-${numberingSystem}`,
    isDayFirst,
    is12Hour: hourCycle === 'h12' || hourCycle === 'h11',
    firstDay: firstDayIn(tag),
  };
}

function isKnown(language: string): boolean {
  try {
    return new Intl.Locale(language).language !== '';
  } catch {
    return false;
  }
}

type WithWeekInfo = Intl.Locale & { getWeekInfo?(): { firstDay: number }; weekInfo?: { firstDay: number } };

/** Returns the first day of a region's week, 0 for Monday; Monday where the browser does not know it (ISO 8601). */
function firstDayIn(tag: string): number {
  const locale = new Intl.Locale(tag) as WithWeekInfo;
  const { firstDay } = locale.getWeekInfo?.() ?? locale.weekInfo ?? { firstDay: 1 };
  return firstDay - 1;
}
