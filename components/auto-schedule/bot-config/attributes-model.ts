/** An attribute as it is typed: perhaps without a name yet, or with one that is taken. */
export type AttributeRow = { name: string; value: string };

/** The attributes that rows stand for; rows without a name, and the later ones of equal names, stand for none. */
export function toAttributes(rows: AttributeRow[]): Record<string, string> | undefined {
  const named = rows.filter((row, index) => problemOfRow(rows, index) === null && row.name !== '');
  return named.length > 0 ? Object.fromEntries(named.map(({ name, value }) => [name, value])) : undefined;
}

/** The rows that are shown: those typed, as long as they stand for these attributes; else a row for each. */
export function rowsFor(attributes: Record<string, string>, typed: AttributeRow[]): AttributeRow[] {
  const stored = Object.entries(attributes).map(([name, value]) => ({ name, value }));
  const standsFor = Object.entries(toAttributes(typed) ?? {});
  const isSame =
    standsFor.length === stored.length && standsFor.every(([name, value]) => attributes[name] === value);
  return isSame ? typed : stored;
}

/** What is wrong with a row, in a sentence. */
export function problemOfRow(rows: AttributeRow[], index: number): string | null {
  const row = rows[index];
  if (!row) return null;
  if (row.name === '') return row.value === '' ? null : 'A value needs a name.';
  const isTaken = rows.slice(0, index).some((other) => other.name === row.name);
  return isTaken ? 'This name is taken.' : null;
}
