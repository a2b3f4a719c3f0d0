import { describe, expect, it } from 'vitest';
import { at } from '@/test/planned-bots';
import { answerOfAll, type CopyFacts, groupCopies, isCopy, newestOverrides } from './copies';

const fact = (id: string, fields: Partial<CopyFacts> = {}): CopyFacts => ({
  id,
  copyName: 'ada uid@tool.example',
  rootGoogleId: id,
  organizer: 'ada@northwind.example',
  linkKey: 'zoom:1',
  title: 'Review',
  startTime: at(60),
  endTime: at(90),
  ...fields,
});
const ELSEWHEN = { startTime: at(240), endTime: at(270) };

describe('two events with one iCalUID', () => {
  it.each<[string, Partial<CopyFacts>, boolean]>([
    ['the same organizer and link', {}, true],
    ['the same organizer and other links', { linkKey: 'zoom:2' }, true],
    ['the same organizer, one without a link', { linkKey: null }, true],
    ['another organizer and the same link', { organizer: 'ben@northwind.example' }, true],
    ['no organizer and the same link', { organizer: null }, true],
    ['another organizer and link', { organizer: 'ben@northwind.example', linkKey: 'zoom:2' }, false],
    ['no organizer and no link', { organizer: null, linkKey: null }, false],
    ['another title at the same time', { title: 'Busy' }, true],
    ['another title at times that overlap', { title: 'Busy', startTime: at(89), endTime: at(120) }, true],
    ['the same title at another time', ELSEWHEN, true],
    ['the same title in other letters at another time', { ...ELSEWHEN, title: ' review ' }, true],
    ['the same title and no link at another time', { ...ELSEWHEN, linkKey: null }, true],
    ['another title at another time', { ...ELSEWHEN, title: 'Interview' }, false],
    ['another link at another time', { ...ELSEWHEN, linkKey: 'zoom:2' }, false],
    [
      'nothing but the id of the event in common, as after a move',
      { ...ELSEWHEN, rootGoogleId: 'a', organizer: 'team@group', linkKey: null, title: 'Busy' },
      true,
    ],
  ])('and %s: %j, %s', (_what, fields, are) => {
    expect(isCopy(fact('a'), fact('b', fields))).toBe(are);
    expect(isCopy(fact('b', fields), fact('a'))).toBe(are);
  });

  it('without an organizer and a link each are two meetings', () => {
    const bare = { organizer: null, linkKey: null };
    expect(isCopy(fact('a', bare), fact('b', bare))).toBe(false);
  });

  it('at one instant are copies though they have no length', () => {
    const short = { endTime: at(60) };
    expect(isCopy(fact('a', short), fact('b', short))).toBe(true);
  });
});

describe('copies', () => {
  const groups = (...rows: CopyFacts[]) => groupCopies(rows).map((group) => group.map(({ id }) => id).sort());

  it('are grouped by name, and only where there are at least two', () => {
    const other = { copyName: 'ada other@tool.example' };
    expect(groups(fact('a'), fact('b'), fact('c', other))).toEqual([['a', 'b']]);
    expect(groups(fact('a', { copyName: null }), fact('b', { copyName: null }))).toEqual([]);
    expect(groups()).toEqual([]);
  });

  it('of copies are copies', () => {
    const byLink = fact('a', { organizer: null });
    const byOrganizer = fact('c', { linkKey: 'zoom:2' });
    expect(groups(byLink, byOrganizer)).toEqual([]);
    expect(groups(byLink, byOrganizer, fact('b'))).toEqual([['a', 'b', 'c']]);
  });

  it('leave out what shares their name only', () => {
    const forged = fact('c', { organizer: 'eve@elsewhere.example', linkKey: 'zoom:9' });
    expect(groups(fact('a'), forged, fact('b'))).toEqual([['a', 'b']]);
  });
});

describe('the override of copies', () => {
  const none = {
    override: null,
    overrideSetAt: null,
    seriesOverride: null,
    neverFrom: null,
    seriesOverrideSetAt: null,
  };

  it('is the one that was set last, also where that is none', () => {
    const older = { ...none, override: 'never' as const, overrideSetAt: at(1) };
    const newer = { ...none, override: 'always' as const, overrideSetAt: at(2) };
    const cleared = { ...none, overrideSetAt: at(3) };
    expect(newestOverrides([older, newer, none])).toEqual(newer);
    expect(newestOverrides([newer, cleared, older])).toEqual(cleared);
    expect(newestOverrides([none, none])).toEqual(none);
  });

  it('of the series is chosen apart from that of the meeting', () => {
    const ofMeeting = { ...none, override: 'never' as const, overrideSetAt: at(1) };
    const ofSeries = {
      ...none,
      seriesOverride: 'always' as const,
      neverFrom: at(90),
      seriesOverrideSetAt: at(2),
    };
    expect(newestOverrides([ofMeeting, ofSeries])).toEqual({
      override: 'never',
      overrideSetAt: at(1),
      seriesOverride: 'always',
      neverFrom: at(90),
      seriesOverrideSetAt: at(2),
    });
  });

  it('counts also where it is not known when it was set', () => {
    const unknown = { ...none, override: 'never' as const, neverFrom: at(5) };
    expect(newestOverrides([none, unknown])).toEqual(unknown);
    const since = { ...none, overrideSetAt: at(1), seriesOverrideSetAt: at(1) };
    expect(newestOverrides([unknown, since])).toEqual(since);
  });
});

describe('the answer to copies', () => {
  it.each<[Parameters<typeof answerOfAll>[0], string | null]>([
    [['declined', null], 'declined'],
    [['declined', 'needsAction'], 'declined'],
    [['tentative', 'declined'], 'declined'],
    [['declined', 'accepted'], null],
    [['accepted', null], null],
    [[null, null], null],
    [[], null],
  ])('%j counts for all as %s', (answers, counts) => {
    expect(answerOfAll(answers)).toBe(counts);
  });
});
