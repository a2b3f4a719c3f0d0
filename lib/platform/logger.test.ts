import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

it('the log is JSON lines without secrets, however nested', () => {
  const script = `
    import { logger } from './lib/platform/logger.ts';
    logger.info({ calendarId: 'cal_1', token: 'hush-1', headers: { authorization: 'hush-2', 'set-cookie': 'hush-3' },
      google: { tokens: { refresh_token: 'hush-4' } } }, 'synced');
    logger.error({ error: Object.assign(new Error('went wrong'), { code: 'E1' }), query: { code: 'hush-5' } }, 'failed');
    logger.warn({ error: new Error('No answer from http://a.example/api/webhooks/bots/meetstream/bot_1/hush-6') }, 'failed');
    logger.debug('not shown');`;
  const run = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    encoding: 'utf8',
    env: { ...process.env, LOG_LEVEL: 'info' },
  });
  const lines = run.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatchObject({ level: 'info', msg: 'synced', calendarId: 'cal_1', token: '[secret]' });
  expect(lines[1].error).toMatchObject({ message: 'went wrong', code: 'E1' });
  expect(run.stdout).not.toContain('hush');
});
