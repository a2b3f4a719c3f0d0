import { expect, it } from 'vitest';
import { noteServerCall } from '@/lib/platform/inngest-server';
import { recordFinish, recordStart } from '@/lib/platform/job-runs';
import { logger } from '@/lib/platform/logger';
import { describeOnDatabases, openThroughProxy } from '@/test/database';

Object.assign(process.env, {
  APP_URL: 'http://localhost:3000',
  NEXTAUTH_SECRET: 'a-secret-that-is-long-enough-for-a-session',
  ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
  MEETSTREAM_API_KEY: 'key',
  GOOGLE_CLIENT_ID: 'id',
  GOOGLE_CLIENT_SECRET: 'secret',
  INNGEST_DEV: '1',
});
const { GET } = await import('./route');

describeOnDatabases('/api/ready', () => {
  it('asks a database that is silent once for all who ask, also about the Inngest server', async () => {
    logger.level = 'silent';
    await recordStart('sweep');
    await recordFinish('sweep');
    await noteServerCall(new Date());
    const { proxy, close } = await openThroughProxy();
    const answer = await (await GET()).json();
    expect(answer).toMatchObject({ ok: true, inngest_server: { is_away: false } });
    const before = proxy.connections;
    proxy.silence();
    const answers = await Promise.all(Array.from({ length: 30 }, () => GET()));
    expect(answers.map(({ status }) => status)).toEqual(Array(30).fill(503));
    expect(proxy.connections).toBeLessThanOrEqual(before + 1);
    await close();
  });
}, ['postgres']);
