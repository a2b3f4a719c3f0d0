const TIME = /^\s*(\d{1,2})(?:[:.h ]?([0-5]\d))(?:[:.]?([0-5]\d))?\s*$/;

/**
 * A time of day as people type it: `9:05`, `09.05`, `905`, `0905`, also with seconds.
 * @returns `09:05`, with seconds only where there are some; null when it is none
 */
export function readTime(text: string): string | null {
  const [, hour = '', minute, second = '00'] = TIME.exec(text) ?? [];
  if (minute === undefined || Number(hour) > 23) return null;
  return `${hour.padStart(2, '0')}:${minute}${second === '00' ? '' : `:${second}`}`;
}
