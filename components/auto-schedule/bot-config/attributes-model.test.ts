import { expect, it } from 'vitest';
import { problemOfRow, rowsFor, toAttributes } from './attributes-model';

it('rows stand for attributes once they have a name of their own', () => {
  const rows = [
    { name: 'team', value: 'design' },
    { name: '', value: 'lost' },
    { name: 'team', value: 'other' },
    { name: '', value: '' },
    { name: 'empty', value: '' },
  ];
  expect(toAttributes(rows)).toEqual({ team: 'design', empty: '' });
  expect(rows.map((_, index) => problemOfRow(rows, index))).toEqual([
    null,
    'A value needs a name.',
    'This name is taken.',
    null,
    null,
  ]);
  expect(toAttributes([{ name: '', value: '' }])).toBeUndefined();
});

it('what is typed stays until the attributes change otherwise', () => {
  const typed = [
    { name: 'b', value: '1' },
    { name: '', value: '' },
    { name: 'a', value: '2' },
  ];
  expect(rowsFor({ a: '2', b: '1' }, typed)).toBe(typed);
  expect(rowsFor({ a: '2', b: '3' }, typed)).toEqual([
    { name: 'a', value: '2' },
    { name: 'b', value: '3' },
  ]);
  expect(rowsFor({}, [])).toEqual([]);
});
