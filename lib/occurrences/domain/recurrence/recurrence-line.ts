/** One line of a recurrence: `EXDATE;TZID=Europe/Berlin:20260601T090000` by its parts. */
export type RecurrenceLine = {
  /** In upper case. */
  name: string;
  /** With the semicolon before each. */
  params: string;
  value: string;
};

const LINE = /^\s*([A-Za-z-]+)((?:;[^:;]+)*):(.*)$/s;
/**
 * A list of dates. Google sends some as `RRULE:DATE;TZID=Europe/Warsaw:20230818T020000` (allenporter/gcal_sync#327).
 */
const LIST = /^\s*(?:RRULE:(R|EX)?DATE|(R|EX)DATE)(?=[;:])/i;

/** Returns a line by its parts, a garbled list of dates as what it is meant to be; null for what is no line. */
export function readLine(line: string): RecurrenceLine | null {
  const list = LIST.exec(line);
  if (list) {
    const [head, garbled, kind = garbled ?? 'R'] = list;
    // A zone such as GMT+02:00 has a colon as well, no date has one.
    const colon = line.lastIndexOf(':');
    const params = line.slice(head.length, colon);
    return { name: `${kind.toUpperCase()}DATE`, params, value: line.slice(colon + 1) };
  }
  const [, name, params = '', value = ''] = LINE.exec(line) ?? [];
  return name ? { name: name.toUpperCase(), params, value } : null;
}

/** The zone that a line names. */
export function tzidOf(line: RecurrenceLine): string | undefined {
  return /;TZID="?([^";]+)"?/i.exec(line.params)?.[1];
}

/** How much text of rules is followed, in characters: no real series has more, and each rule may cost a search. */
const MAX_RULE_TEXT = 8_192;
/** How much text of dates is followed: a date that is left out of a long series takes some 20 to 50 characters. */
const MAX_DATE_TEXT = 65_536;

/**
 * Returns the lines of a recurrence that are followed, in order. Anyone may send an invitation of any length: what exceeds
 * the limits is left out, of a list of dates the last ones.
 * @param recurrence as Google sends it; what is no text is no line
 * @returns also whether these are all
 */
export function followedLines(recurrence: unknown): { lines: string[]; isWhole: boolean } {
  const lines: string[] = [];
  let [ruleText, dateText] = [MAX_RULE_TEXT, MAX_DATE_TEXT];
  let isWhole = true;
  for (const item of Array.isArray(recurrence) ? recurrence : []) {
    const line = String(item);
    const isList = LIST.test(line);
    const left = isList ? dateText : ruleText;
    if (isList) dateText -= line.length + 1;
    else ruleText -= line.length + 1;
    if (line.length < left) {
      lines.push(line);
      continue;
    }
    isWhole = false;
    const end = isList ? line.lastIndexOf(',', left) : -1;
    if (end > 0) lines.push(line.slice(0, end));
    if (ruleText < 0 && dateText < 0) break;
  }
  return { lines, isWhole };
}
