import { jsonValue } from '@/lib/platform/written-json';

/** Spreadsheets read a file as UTF-8 when it begins with this. */
const BYTE_ORDER_MARK = '\uFEFF';

/** A file: what it holds, as `bots`, and the day it is of. */
type Named = { what: string; now: Date };

/**
 * Returns an answer that downloads rows as CSV, one column for each of these fields. It is sent while the batches are still
 * being read.
 */
export function downloadCsv<R extends object>(
  batches: AsyncIterable<R[]>,
  columns: readonly (keyof R & string)[],
  file: Named,
): Response {
  return download(writeCsv(batches, columns), 'text/csv; charset=utf-8', `${nameOf(file)}.csv`);
}

/** Returns an answer that downloads rows as a JSON array, in the same way. */
export function downloadJson(batches: AsyncIterable<object[]>, file: Named): Response {
  return download(writeJson(batches), 'application/json', `${nameOf(file)}.json`);
}

/** Returns an answer that downloads one JSON object: values, and arrays whose rows are read while it is sent. */
export function downloadJsonObject(parts: readonly ObjectPart[], file: Named): Response {
  return download(writeObject(parts), 'application/json', `${nameOf(file)}.json`);
}

type ObjectPart = { name: string; value: unknown } | { name: string; rows: AsyncIterable<object[]> };

async function* writeObject(parts: readonly ObjectPart[]): AsyncGenerator<string> {
  for (const [index, part] of parts.entries()) {
    yield `${index === 0 ? '{' : ','}\n${JSON.stringify(part.name)}: `;
    if ('rows' in part) yield* writeJson(part.rows);
    else yield JSON.stringify(part.value, jsonValue);
  }
  yield '\n}\n';
}

function nameOf({ what, now }: Named): string {
  return `usher-${what}-${now.toISOString().slice(0, 10)}`;
}

function download(text: AsyncGenerator<string>, type: string, name: string): Response {
  return new Response(streamOf(text), {
    headers: {
      'Content-Type': type,
      'Content-Disposition': `attachment; filename="${name}"`,
      'Cache-Control': 'no-store',
    },
  });
}

async function* writeCsv<R extends object>(
  batches: AsyncIterable<R[]>,
  columns: readonly (keyof R & string)[],
): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine([...columns]);
  for await (const rows of batches)
    yield rows.map((row) => csvLine(columns.map((name) => cell(row[name])))).join('');
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

async function* writeJson(batches: AsyncIterable<object[]>): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const rows of batches) {
    if (rows.length === 0) continue;
    yield separator + rows.map((row) => JSON.stringify(row, jsonValue)).join(',\n');
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
