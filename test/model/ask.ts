import type { Life } from './life';
import type { Answer, Call } from './routes';

const IN_PROGRESS = 'idempotency_in_progress';
const codeOf = ({ text }: Answer) => String(JSON.parse(text || '{}').error);
const isDone = ({ status }: Answer) => status < 300;
/** Returns whether the answer means that nothing was done. (After an internal error that is unknown.) */
const isRefusal = (answer: Answer) => !isDone(answer) && codeOf(answer) !== 'internal_error';

/**
 * Sends a request to the app's API and records its answer in the story.
 * @param isDoubled sends it to both processes at once, a POST with one Idempotency-Key
 * @returns undefined when it was refused, `unknown` when there was no answer
 */
export async function ask<T>(
  life: Life,
  words: string,
  call: Call,
  isDoubled = false,
): Promise<T | 'unknown' | undefined> {
  const answers = isDoubled ? await twice(life, call) : [await life.stage.request(call)];
  life.calm.changed(life.nowMs);
  const heard = answers.filter((answer) => answer !== 'none');
  const done = heard.find(isDone);
  const what = `${words}${isDoubled ? ', sent twice' : ''}`;
  if (done) {
    life.stage.tell(what);
    return JSON.parse(done.text) as T;
  }
  const refusal = heard.filter(isRefusal).find((answer) => codeOf(answer) !== IN_PROGRESS);
  if (refusal && heard.length === answers.length && heard.every(isRefusal)) {
    life.stage.tell(`${what}: refused, ${codeOf(refusal)}`);
    return undefined;
  }
  life.stage.tell(`${what}: no answer`);
  return 'unknown';
}

async function twice(life: Life, call: Call): Promise<(Answer | 'none')[]> {
  const { stage } = life;
  const isPost = call.method === 'POST';
  const headers = { ...call.headers, ...(isPost ? { 'Idempotency-Key': `model-${life.requests++}` } : {}) };
  const answers = await Promise.all([0, 1].map((app) => stage.request({ ...call, headers }, app)));
  if (!isPost) return answers;
  const [one, other] = answers.filter((answer) => answer !== 'none').filter(isDone);
  if (one && other && (one.text !== other.text || one.isReplayed === other.isReplayed))
    throw new Error(`DONE TWICE under one Idempotency-Key: ${call.path}.`);
  const repeats = answers.filter(
    (answer) =>
      answer !== 'none' && (answer.isReplayed || (!isDone(answer) && codeOf(answer) === IN_PROGRESS)),
  );
  stage.coverage.repeats += repeats.length;
  return answers;
}
