/** A part of a day, in minutes since local midnight, the end exclusive. */
export type Piece<T> = { item: T; start: number; end: number };

/** A piece beside others of the same time: it takes `span` of `columns` equal columns, from `column` on. */
export type Placed<T> = Piece<T> & { column: number; span: number; columns: number; isBesideMore: boolean };

/**
 * Overlapping pieces that did not fit beside the others, from the first one's start to the last one's end.
 */
export type More<T> = { start: number; end: number; items: T[] };

export type DayLayout<T> = { placed: Placed<T>[]; more: More<T>[] };

/** A piece is at least as high as a line of text, as if it were this long. */
export const SHORTEST_MINUTES = 20;

/**
 * Lays the pieces of a day out side by side where they overlap. Each stands in the first column that is free
 * and extends over the free columns beside it.
 * @param mostColumns pieces that would need more columns than this are collected in `more`
 */
export function layOutDay<T>(pieces: readonly Piece<T>[], mostColumns: number): DayLayout<T> {
  const layout: DayLayout<T> = { placed: [], more: [] };
  const sorted = [...pieces].sort((a, b) => a.start - b.start || b.end - a.end);
  for (const group of groupsOf(sorted)) layOutGroup(group, mostColumns, layout);
  return layout;
}

/** Returns groups of pieces that overlap each other, directly or through others. */
function groupsOf<T>(sorted: Piece<T>[]): Piece<T>[][] {
  const groups: Piece<T>[][] = [];
  let until = Number.NEGATIVE_INFINITY;
  for (const piece of sorted) {
    if (piece.start >= until) groups.push([]);
    groups.at(-1)?.push(piece);
    until = Math.max(until, bottom(piece));
  }
  return groups;
}

function layOutGroup<T>(group: Piece<T>[], mostColumns: number, layout: DayLayout<T>): void {
  const columns: Piece<T>[][] = [];
  const hidden: Piece<T>[] = [];
  const at = new Map<Piece<T>, number>();
  for (const piece of group) {
    let column = columns.findIndex((taken) => taken.every((other) => bottom(other) <= piece.start));
    if (column < 0 && columns.length < mostColumns) column = columns.push([]) - 1;
    if (column < 0) {
      hidden.push(piece);
      continue;
    }
    columns[column]?.push(piece);
    at.set(piece, column);
  }
  for (const [piece, column] of at) {
    const right = columns
      .slice(column + 1)
      .findIndex((taken) => taken.some((other) => overlaps(other, piece)));
    const span = right < 0 ? columns.length - column : right + 1;
    const isBesideMore = hidden.length > 0;
    layout.placed.push({ ...piece, column, span, columns: columns.length, isBesideMore });
  }
  for (const crowd of groupsOf(hidden)) {
    layout.more.push({
      start: Math.min(...crowd.map((piece) => piece.start)),
      end: Math.max(...crowd.map(bottom)),
      items: crowd.map((piece) => piece.item),
    });
  }
}

/** Returns where a piece ends on screen. */
function bottom({ start, end }: Piece<unknown>): number {
  return Math.max(end, start + SHORTEST_MINUTES);
}

function overlaps(one: Piece<unknown>, other: Piece<unknown>): boolean {
  return one.start < bottom(other) && other.start < bottom(one);
}
