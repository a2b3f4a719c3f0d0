import { describe, expect, it } from 'vitest';
import { displacedAddress, isAnotherPersons, isSameAddress, shownAddress, spellingsOf } from './address';

describe('an address', () => {
  it.each([
    ['ada@northwind.example', 'Ada@Northwind.Example', true],
    ['ada@gmail.com', 'ada@googlemail.com', true],
    ['Ada@GoogleMail.com', 'ada@gmail.com', true],
    [' ada@gmail.com ', 'ada@gmail.com', true],
    ['ada@gmail.com', 'ada@gmail.com.example', false],
    ['ada@gmail.com', 'eve@googlemail.com', false],
    ['ada@northwind.example', 'ada@northwind.test', false],
    ['ada@northwind.example', 'ada+bots@northwind.example', false],
    ['ada', 'Ada', true],
  ])('%s and %s: the same is %s', (one, other, same) => {
    expect(isSameAddress(one, other)).toBe(same);
    expect(isSameAddress(other, one)).toBe(same);
  });

  it('is looked up in each of its spellings', () => {
    expect(spellingsOf('Ada@GoogleMail.com')).toEqual(['ada@googlemail.com', 'ada@gmail.com']);
    expect(spellingsOf('Ada@northwind.example')).toEqual(['ada@northwind.example']);
  });

  it('that became another’s stays unique and readable, however often that happens', () => {
    const once = displacedAddress('ada@northwind.example', 'usr_0123456789abcdef01234567');
    expect(once).toBe('ada@northwind.example.usr_0123456789abcdef01234567.invalid');
    expect(shownAddress(once)).toBe('ada@northwind.example');
    expect(displacedAddress(once, 'usr_0123456789abcdef01234567')).toBe(once);
    expect(shownAddress('ada@northwind.example')).toBe('ada@northwind.example');
  });
});

describe('a calendar', () => {
  const own = ['ada@northwind.example', 'Ada.Lindqvist@gmail.com'];
  it.each([
    ['ben@northwind.example', true],
    ['ben@gmail.com', true],
    ['ada@northwind.test', true],
    ['calendar.google.com@evil.example', true],
    ['x@notcalendar.google.com', true],
    ['ada@northwind.example', false],
    ['ADA@Northwind.example', false],
    ['ada.lindqvist@googlemail.com', false],
    ['c_0123@group.calendar.google.com', false],
    ['northwind.example_0123@group.calendar.google.com', false],
    ['0123@import.calendar.google.com', false],
    ['c_room@resource.calendar.google.com', false],
    ['sv.swedish#holiday@group.v.calendar.google.com', false],
    ['addressbook#contacts@group.v.calendar.google.com', false],
    ['p#weather@group.v.calendar.google.com', false],
    ['calendar', false],
    ['@northwind.example', false],
  ])('%s is another person’s: %s', (id, expected) => {
    expect(isAnotherPersons(id, own)).toBe(expected);
  });
});
