import { describe, expect, it } from 'vitest';
import { ORDERED } from '@/test/links/corpus/ordered';
import { chooseMeetingLink } from './';

describe('of several meetings the right one is chosen', () => {
  it.each(ORDERED)('%s', (_what, event, key) => {
    expect(chooseMeetingLink(event)?.key).toBe(key);
  });

  it('the passcode of the better place counts, of two in one text the fuller one', () => {
    const link = 'https://us02web.zoom.us/j/81234567890';
    expect(
      chooseMeetingLink({ location: `${link}?pwd=New.1`, description: `${link}?pwd=OldAndLonger` })?.url,
    ).toBe(`${link}?pwd=New.1`);
    expect(chooseMeetingLink({ description: `${link}?pwd=Nm9 ${link}?pwd=Nm9wQWxs` })?.url).toBe(
      `${link}?pwd=Nm9wQWxs`,
    );
  });
});
