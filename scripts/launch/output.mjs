// @ts-check

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

/**
 * Returns a line of a child's output in a form for people: a JSON log line becomes time, message and fields.
 * @param {string} line
 * @returns {string | undefined} undefined for a line that is not shown
 */
export function readable(line) {
  if (!line.trim() || NEXT_CHATTER.test(line)) return undefined;
  if (!line.startsWith('{')) return line;
  let entry;
  try {
    entry = JSON.parse(line);
  } catch {
    return line;
  }
  if (typeof entry.msg !== 'string') return line;
  const time = new Date(entry.time ?? Date.now()).toTimeString().slice(0, 8);
  const mark = { warn: 'warning: ', error: 'error: ', fatal: 'error: ' }[String(entry.level)] ?? '';
  const fields = Object.entries(entry).filter(
    ([name, value]) => !HIDDEN.has(name) && value !== undefined && value !== null,
  );
  return [time, `${mark}${entry.msg}`, ...fields.map(([name, value]) => `${name}=${short(value)}`)].join(
    '  ',
  );
}

/**
 * Prints a stream line by line, in the form for people.
 * @param {NodeJS.ReadableStream | null} stream
 * @param {NodeJS.WritableStream} target
 */
export function relay(stream, target) {
  let rest = '';
  const print = (/** @type {string} */ line) => {
    const text = readable(line);
    if (text !== undefined) target.write(`${text}\n`);
  };
  stream?.setEncoding('utf8');
  stream?.on('data', (/** @type {string} */ chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) print(line);
  });
  stream?.on('end', () => print(rest));
}
