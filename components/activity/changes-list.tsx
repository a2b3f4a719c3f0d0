import { ArrowRight } from 'lucide-react';
import type { Change } from './changes';

/** Fields that changed, each with its earlier and its present value. */
export function Changes({ changes }: { changes: Change[] }) {
  return (
    <dl className="mt-1.5 mb-1 grid gap-x-4 gap-y-1 rounded-lg bg-sunken px-3 py-2 text-xs leading-5 sm:grid-cols-[max-content_minmax(0,1fr)]">
      {changes.map(({ name, before, after }) => (
        <div key={name} className="sm:contents">
          <dt className="text-ink-soft">{name}</dt>
          <dd dir="auto" className="wrap-anywhere">
            <span className="text-ink-soft">{before}</span>{' '}
            <ArrowRight
              className="inline size-3.5 text-ink-soft rtl:rotate-180"
              role="img"
              aria-label="became"
            />{' '}
            <span className="font-medium">{after}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
