import { randomUUID } from 'node:crypto';
import { nightlyScan } from '@/inngest/nightly-scan';
import { sweep } from '@/inngest/sweep';
import { pollCalendars } from '@/lib/calendar-sync/poll-calendars';
import { renewChannels } from '@/lib/calendar-sync/watch-calendar';
import { UsherError } from '@/lib/contract/errors';
import { requireAdmin } from '@/lib/http/authenticate';
import { errorAnswer } from '@/lib/http/define-route';
import { now } from '@/lib/platform/clock';

const JOBS: Record<string, (now: Date) => Promise<unknown>> = {
  'nightly-scan': nightlyScan,
  'renew-channels': renewChannels,
  'poll-calendars': async (at) => ({ calendars: await pollCalendars(at) }),
  sweep,
};

/** Runs a job now and answers with its result, for `npm run job`. */
export async function POST(
  request: Request,
  route: { params: Promise<{ name: string }> },
): Promise<Response> {
  try {
    requireAdmin(request);
    const { name } = await route.params;
    const run = Object.hasOwn(JOBS, name) ? JOBS[name] : undefined;
    if (!run) {
      throw new UsherError(
        'not_found',
        `There is no job named ${name}. The jobs: ${Object.keys(JOBS).join(', ')}.`,
      );
    }
    return Response.json(await run(now()));
  } catch (error) {
    return errorAnswer(error, request, randomUUID());
  }
}
