import { describe, expect, it } from 'vitest';
import { findWords, foldText, searchTextOf, searchWords } from './search-text';

describe('foldText', () => {
  it.each([
    ['Zoë Ångström', 'zoe angstrom'],
    ['CAFÉ', 'cafe'],
    ['Straße', 'strasse'],
    ['ŁÓDŹ', 'lodz'],
    ['København', 'kobenhavn'],
    ['İstanbul Işık', 'istanbul isik'],
    ['ΟΔΥΣΣΕΥΣ', 'οδυσσευσ'],
    ['Совещание', 'совещание'],
    ['ｆｕｌｌ ｗｉｄｔｈ', 'full width'],
    ['会議', '会議'],
    ['שלום', 'שלום'],
  ])('compares %s as %s', (text, folded) => {
    expect(foldText(text)).toBe(folded);
    expect(foldText(folded)).toBe(folded);
  });
});

describe('searchWords', () => {
  it('returns each word folded, and none of a blank search', () => {
    expect(searchWords('  Café \t REVIEW ')).toEqual(['cafe', 'review']);
    expect(searchWords('  ')).toEqual([]);
  });
});

describe('searchTextOf', () => {
  it('has the title, the location, the organizer and the guests, each text once', () => {
    const text = searchTextOf({
      summary: ' Design Review ',
      location: 'Zürich',
      description: 'not searched',
      organizer: { email: 'Ada@northwind.example', displayName: 'Ada' },
      attendees: [
        { email: 'ada@northwind.example' },
        { email: 'zoe@contoso.example', displayName: 'Zoë' },
        {},
      ],
    });
    expect(text.split('\n')).toEqual([
      ...['design review', 'zurich', 'ada', 'ada@northwind.example'],
      ...['ada@northwind.example', 'zoe', 'zoe@contoso.example'],
    ]);
    expect(searchTextOf({})).toBe('');
  });

  it('is bounded, and never ends within a surrogate pair', () => {
    const text = searchTextOf({ summary: `x${'😀'.repeat(20_000)}` });
    expect(text.length).toBeLessThanOrEqual(16_384);
    expect(text.endsWith('😀')).toBe(true);
  });
});

describe('findWords', () => {
  const marked = (text: string, search: string) =>
    findWords(text, searchWords(search)).map(([from, to]) => text.slice(from, to));

  it('finds each place of each word, whatever its case and accents', () => {
    expect(marked('Café and CAFE\u0301, then tea', 'cafe tea')).toEqual(['Café', 'CAFE', 'tea']);
    expect(marked('Straße', 'rass')).toEqual(['raß']);
    expect(marked('😀 Zoë', 'zoe')).toEqual(['Zoë']);
  });

  it('joins places that overlap, and finds nothing without words', () => {
    expect(marked('banana', 'ana nan')).toEqual(['anana']);
    expect(marked('banana', '')).toEqual([]);
    expect(marked('', 'a')).toEqual([]);
  });
});
