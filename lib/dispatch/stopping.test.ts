import { afterEach, expect, it } from 'vitest';
import { forgetStop, stopWork } from '@/lib/platform/stop';
import { atProvider, withBot } from '@/test/bots';
import { describeServices, MINUTE, now, pass } from '@/test/harness';
import { dispatchDue } from './dispatch-due';

afterEach(forgetStop);

describeServices('A process that stops', () => {
  it('claims no bot that is due, and leaves it to the next one', async () => {
    const { account } = await withBot();
    pass(29 * MINUTE);
    await stopWork(0);
    expect(await dispatchDue(now)).toMatchObject({ sent: 0 });
    expect((await account.bot()).status).toBe('Scheduled');
    forgetStop();
    expect(await dispatchDue(now)).toMatchObject({ sent: 1 });
    expect(atProvider()).toHaveLength(1);
  });
}, ['pglite']);
