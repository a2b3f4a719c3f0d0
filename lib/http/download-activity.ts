import type { ActivityRow } from '@/lib/contract/activity';

/** Spreadsheets read a file as UTF-8 when it begins with this. */
const BYTE_ORDER_MARK = '\uFEFF';

const COLUMNS = [
  'at',
  'actor',
  'action',
  'cause',
  'summary',
  'event_id',
  'bot_id',
  'before',
  'after',
  'delay_ms',
] as const satisfies (keyof ActivityRow)[];

/** Returns an answer that downloads activity as a file. It is sent while the batches are still being read. */
export function downloadActivity(
  batches: AsyncIterable<ActivityRow[]>,
  format: 'csv' | 'json',
  now: Date,
): Response {
  const text = format === 'csv' ? writeCsv(batches) : writeJson(batches);
  const name = `usher-activity-${now.toISOString().slice(0, 10)}.${format}`;
  return new Response(streamOf(text), {
    headers: {
      'Content-Type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json',
      'Content-Disposition': `attachment; filename="${name}"`,
      'Cache-Control': 'no-store',
    },
  });
}

async function* writeCsv(batches: AsyncIterable<ActivityRow[]>): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine([...COLUMNS]);
  for await (const rows of batches)
    yield rows.map((row) => csvLine(COLUMNS.map((name) => cell(row[name])))).join('');
}

function cell(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/**
 * Returns one line of CSV (RFC 4180). A text that a spreadsheet would read as a formula gets an apostrophe before it (OWASP,
 * "CSV Injection"): anyone who sends an invitation names a meeting, and opening the file must not execute that.
 */
export function csvLine(cells: (string | null)[]): string {
  return `${cells.map((cell) => quoted(cell ?? '')).join(',')}\r\n`;
}

function quoted(text: string): string {
  // Some spreadsheets skip blanks before a formula, and in some languages full-width signs begin one.
  const isFormula = /^[\s\uFEFF]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/.test(text);
  const safe = isFormula ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

async function* writeJson(batches: AsyncIterable<ActivityRow[]>): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const rows of batches) {
    if (rows.length === 0) continue;
    yield separator + rows.map((row) => JSON.stringify(row)).join(',\n');
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}

function streamOf(texts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await texts.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await texts.return(undefined);
    },
  });
}
