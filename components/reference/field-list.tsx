import { cn } from '@/components/ui/cn';
import type { Field } from './fields';
import { Inline } from './prose';

type FieldListProps = {
  title: string;
  fields: Field[];
  /** Which fields are marked: the required ones of a request, or the optional ones of an answer. */
  marks?: 'required' | 'optional';
};

/** Fields or parameters with their types, one below the other. */
export function FieldList({ title, fields, marks }: FieldListProps) {
  if (fields.length === 0) return null;
  return (
    <div>
      <h4 className="mb-1 font-semibold text-[0.8125rem] text-ink-soft">{title}</h4>
      <ul className="divide-y divide-line border-line border-y">
        {fields.map((field, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: inline objects may hold fields of one name; the list never changes.
          <li key={`${index} ${field.name}`} className={cn('py-2.5', INDENTS[field.depth])}>
            <div className="flex flex-wrap items-baseline gap-x-2.5 gap-y-0.5">
              <code className="break-all font-medium font-mono text-[0.8125rem] text-ink">{field.name}</code>
              <Type field={field} />
              {marks && field.required === (marks === 'required') ? (
                <span className="text-warn text-xs">{marks}</span>
              ) : null}
              {field.limits.map((limit) => (
                <span key={limit} className="times min-w-0 break-words text-ink-faint text-xs">
                  {limit}
                </span>
              ))}
            </div>
            {field.description ? (
              <p className="mt-0.5 max-w-prose text-ink-soft">
                <Inline text={field.description} />
              </p>
            ) : null}
          </li>
        ))}
      </ul>
    </div>
  );
}

const INDENTS = [
  '',
  'ml-3 border-line border-l pl-3',
  'ml-6 border-line border-l pl-3',
  'ml-9 border-line border-l pl-3',
];

function Type({ field: { type, object } }: { field: Field }) {
  if (!object) return <span className="break-words text-ink-faint text-xs">{type}</span>;
  const [before = '', after = ''] = type.split(object);
  return (
    <span className="text-ink-faint text-xs">
      {before}
      <a href={`#${object}`} className="text-accent-text underline underline-offset-2">
        {object}
      </a>
      {after}
    </span>
  );
}
