// @ts-check
import { hideTokens } from '../../lib/platform/hide-tokens.mjs';

/** Fields of a log line that a terminal does not show. */
const HIDDEN = new Set(['level', 'time', 'msg', 'pid', 'hostname', 'v']);
/** Next's own lines, which the launcher's replace. */
const NEXT_CHATTER =
  /^\s*(▲ Next|- (Local|Network|Environments|Experiments)|✓ (Starting|Ready|Running next\.config)|⚠ Port|Telemetry)/;

/** @param {string} text */
export function say(text) {
  process.stdout.write(`${text}\n`);
}

/** @param {unknown} value */
function short(value) {
  const plain = value && typeof value === 'object' && 'message' in value ? value.message : value;
  const text = typeof plain === 'string' ? plain : JSON.stringify(plain);
  return text && text.length > 200 ? `${text.slice(0, 199)}…` : text;
}

/** What colors text in a terminal (ECMA-48 section 8.3.117). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const COLORS = /\u001b\[[\d;]*m/g;

/**
 * Returns a line with its control characters spelled out, as JSON spells them: what comes from outside must not move the cursor,
 * color the text, or pretend to be a line of its own.
 * @param {string} line
 */
function escaped(line) {
  return line.replace(
    /(?!\t)[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * Returns a line that is none of our logger's: Next's have colors.
 * @param {string} line
 */
function plain(line) {
  return escaped(line.replace(COLORS, ''));
}

/**
 * Returns a line of a child's output in a form for people: a JSON log line becomes time, message and fields.
 * @param {string} line
 * @returns {string | undefined} undefined for a line that is not shown
 */
export function readable(line) {
  if (!line.trim() || NEXT_CHATTER.test(line)) return undefined;
  if (!line.startsWith('{')) return plain(line);
  let entry;
  try {
    entry = JSON.parse(line);
  } catch {
    return plain(line);
  }
  if (typeof entry.msg !== 'string') return plain(line);
  const time = new Date(entry.time ?? Date.now()).toTimeString().slice(0, 8);
  const mark = { warn: 'warning: ', error: 'error: ', fatal: 'error: ' }[String(entry.level)] ?? '';
  const fields = Object.entries(entry).filter(
    ([name, value]) => !HIDDEN.has(name) && value !== undefined && value !== null,
  );
  const words = [time, `${mark}${entry.msg}`, ...fields.map(([name, value]) => `${name}=${short(value)}`)];
  return escaped(words.join('  '));
}

/**
 * Prints a stream line by line, in the form for people, or with its JSON as it is.
 * @param {NodeJS.ReadableStream | null} stream
 * @param {NodeJS.WritableStream} target
 * @param {boolean} asJson
 */
export function relay(stream, target, asJson) {
  let rest = '';
  const print = (/** @type {string} */ line) => {
    const text = asJson && line.startsWith('{') ? escaped(line) : readable(line);
    // Next and Node write lines of their own, which our logger does not see.
    if (text !== undefined) target.write(`${hideTokens(text)}\n`);
  };
  stream?.setEncoding('utf8');
  stream?.on('data', (/** @type {string} */ chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) print(line);
  });
  stream?.on('end', () => print(rest));
}
