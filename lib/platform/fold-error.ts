import pino from 'pino';

/** Where the source stands that Prisma quotes in its messages, and a line of it: `→ 70   const …`. */
const PLACE = / in\n\S+:\d+:\d+\n/g;
const SOURCE = /^\s*(→\s*)?\d+(\s|$)/;
const STACK_FRAME = /^\s+at /;

/** Returns a text in one line, without the source that Prisma quotes in its messages. */
function fold(text: string): string {
  if (!text.includes('\n')) return text;
  return text
    .replace(PLACE, ':\n')
    .split('\n')
    .filter((line) => !SOURCE.test(line))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Folds what is no frame of a stack: the messages of the error and of its causes. */
function foldStack(stack: string): string {
  const lines: string[] = [];
  let words: string[] = [];
  for (const line of [...stack.split('\n'), null]) {
    if (line !== null && !STACK_FRAME.test(line)) {
      words.push(line);
      continue;
    }
    if (words.length > 0) lines.push(fold(words.join('\n')));
    words = [];
    if (line !== null) lines.push(line);
  }
  return lines.join('\n');
}

/**
 * Returns an error as the log stores it. Its message is one line: those of Prisma have up to ten, most of them source.
 * @param error an error, or its message
 */
export function foldError(error: unknown): unknown {
  if (typeof error === 'string') return fold(error);
  const plain: Partial<pino.SerializedError> | null = pino.stdSerializers.err(error as Error);
  return typeof plain?.stack === 'string' ? foldFields(plain as pino.SerializedError) : plain;
}

function foldFields(plain: pino.SerializedError): object {
  const { aggregateErrors } = plain;
  return {
    ...plain,
    message: fold(plain.message),
    stack: foldStack(plain.stack),
    ...(aggregateErrors ? { aggregateErrors: aggregateErrors.map(foldFields) } : {}),
  };
}
