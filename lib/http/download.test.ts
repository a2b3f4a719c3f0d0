import { expect, it } from 'vitest';
import { csvLine } from './download';

it('quotes cells, and doubles the quotes in them', () => {
  expect(csvLine(['a,b', 'say "hi"', 'two\nlines', null, ''])).toBe(
    '"a,b","say ""hi""","two\nlines","",""\r\n',
  );
});

it.each([
  '=HYPERLINK("https://evil.example")',
  '+1',
  '-2+3',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  ' =1',
  '\n@x',
  '\uFF1D1+1',
])('writes %j so that no spreadsheet reads it as a formula', (text) => {
  expect(csvLine([text]).startsWith(`"'`)).toBe(true);
});

it('leaves other texts as they are', () => {
  expect(csvLine(['Design = review', '2027-03-01T08:00:00.000Z', '{"a":-1}'])).toBe(
    '"Design = review","2027-03-01T08:00:00.000Z","{""a"":-1}"\r\n',
  );
});
