import { expect, it } from 'vitest';
import { setOverride } from '@/lib/scheduling/set-override';
import { newAccount } from '@/test/account';
import { DAY, describeServices, HOUR, later, MINUTE, now, pass } from '@/test/harness';

const at = (ms: number) => ({ dateTime: later(ms), timeZone: 'Europe/Stockholm' });

describeServices('a date that is back where another one is deleted', () => {
  it('a date that is back where another one is deleted keeps its own override and gets nothing of the other', async () => {
    const account = await newAccount();
    const weekly = (days: string) => ({ recurrence: [`RRULE:FREQ=WEEKLY;BYDAY=${days};COUNT=4`] });
    const series = await account.add('Review', DAY, weekly('TU,WE'));
    await account.sync();
    const [tuesday, wednesday] = await account.occurrences(series.id);
    await setOverride(account.user, tuesday?.id ?? '', 'always', { actor: 'person', now: now() });
    await setOverride(account.user, wednesday?.id ?? '', 'never', { actor: 'person', now: now() });
    pass(HOUR);
    await account.edit(series.id, weekly('TU'));
    await account.sync();
    expect(await account.botStates()).toEqual(['Scheduled 1439']);
    await account.edit(series.id, {
      ...weekly('WE'),
      start: at(2 * DAY),
      end: at(2 * DAY + 30 * MINUTE),
    });
    await account.sync();
    expect((await account.first(series.id)).id).toBe(wednesday?.id);
    expect((await account.first(series.id)).override).toBe('never');
    expect(await account.botStates()).toEqual(['Cancelled 1439']);
  });
});
