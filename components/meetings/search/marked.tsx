import { Fragment } from 'react';
import { findWords } from '@/lib/occurrences/domain/search-text';

type MarkedProps = { text: string; words: readonly string[] };

/** A text in which the words of a search are marked. */
export function Marked({ text, words }: MarkedProps) {
  const ranges = findWords(text, words);
  return (
    <>
      {ranges.map(([from, to], index) => (
        <Fragment key={from}>
          {text.slice(ranges[index - 1]?.[1] ?? 0, from)}
          <mark className="rounded-[3px] bg-brass/30 text-ink">{text.slice(from, to)}</mark>
        </Fragment>
      ))}
      {text.slice(ranges.at(-1)?.[1] ?? 0)}
    </>
  );
}
