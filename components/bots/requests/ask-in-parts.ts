import { MOST_BOTS } from '@/lib/contract/limits';

type Skipped = { bot_id: string; reason: string };

/**
 * Sends a request about any number of bots in parts, as the API takes only so many at once. When a later part
 * fails, the answers before it are returned, and its bots and those after it are among the skipped, with the
 * reason.
 * @param ask sends the request for one part
 * @throws what the first part throws: nothing was done then
 */
export async function askInParts<Answer extends { skipped: Skipped[] }>(
  ids: string[],
  ask: (ids: string[]) => Promise<Answer>,
): Promise<{ answers: Answer[]; skipped: Skipped[] }> {
  const answers: Answer[] = [];
  const skipped: Skipped[] = [];
  for (let at = 0; at < ids.length; at += MOST_BOTS) {
    try {
      const answer = await ask(ids.slice(at, at + MOST_BOTS));
      answers.push(answer);
      skipped.push(...answer.skipped);
    } catch (error) {
      if (answers.length === 0) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      skipped.push(...ids.slice(at).map((bot_id) => ({ bot_id, reason })));
      break;
    }
  }
  return { answers, skipped };
}
