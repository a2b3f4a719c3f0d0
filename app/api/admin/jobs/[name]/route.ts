import { randomUUID } from 'node:crypto';
import { now } from '@/lib/clock';
import { UsherError } from '@/lib/contract/errors';
import { requireAdmin } from '@/lib/http/admin-route';
import { errorAnswer } from '@/lib/http/define-route';
import { renewChannels } from '@/lib/services/channels/renew-channels';
import { nightlyScan } from '@/lib/services/nightly-scan';
import { sweep } from '@/lib/services/sweep';
import { pollCalendars } from '@/lib/services/sync/poll-calendars';

const JOBS: Record<string, (now: Date) => Promise<unknown>> = {
  'nightly-scan': nightlyScan,
  'renew-channels': renewChannels,
  'poll-calendars': async (at) => ({ calendars: await pollCalendars(at) }),
  sweep,
};

/** What `npm run job` asks of a running app: the job's own first step, now. */
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
