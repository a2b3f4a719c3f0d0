'use client';

import { Plus, X } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { FIELD } from '../form-card';
import { type AttributeRow, problemOfRow, rowsFor, toAttributes } from './bot-config-model';

type AttributeRowsProps = {
  attributes: Record<string, string>;
  /** Called with undefined when no attribute is left. */
  onChange: (next: Record<string, string> | undefined) => void;
};

/** Names with values, a row each. An incomplete row stays here until it is complete. */
export function AttributeRows({ attributes, onChange }: AttributeRowsProps) {
  const [typed, setTyped] = useState<AttributeRow[]>([]);
  const listRef = useRef<HTMLUListElement>(null);
  const problemId = useId();
  const rows = rowsFor(attributes, typed);
  const change = (next: AttributeRow[]) => {
    setTyped(next);
    onChange(toAttributes(next));
  };
  const add = () => {
    change([...rows, { name: '', value: '' }]);
    requestAnimationFrame(() => listRef.current?.querySelector<HTMLElement>('li:last-child input')?.focus());
  };
  return (
    <div className="px-4 py-2.5">
      <ul ref={listRef} className="space-y-2">
        {rows.map((row, index) => {
          const problem = problemOfRow(rows, index);
          const set = (part: Partial<AttributeRow>) =>
            change(rows.map((other, at) => (at === index ? { ...other, ...part } : other)));
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is identified by its place; its name is being typed.
            <li key={index}>
              <div className="flex items-center gap-2">
                <input
                  aria-label={`Name of attribute ${index + 1}`}
                  aria-invalid={problem !== null}
                  aria-describedby={problem ? `${problemId}-${index}` : undefined}
                  placeholder="Name"
                  value={row.name}
                  onChange={({ target }) => set({ name: target.value })}
                  className={cn(FIELD, 'w-2/5')}
                />
                <input
                  aria-label={`Value of ${row.name || `attribute ${index + 1}`}`}
                  placeholder="Value"
                  value={row.value}
                  onChange={({ target }) => set({ value: target.value })}
                  className={cn(FIELD, 'min-w-0 flex-1')}
                />
                <Button
                  variant="ghost"
                  size="icon"
                  aria-label={`Remove ${row.name || `attribute ${index + 1}`}`}
                  onClick={() => change(rows.filter((_, at) => at !== index))}
                >
                  <X aria-hidden="true" />
                </Button>
              </div>
              {problem ? (
                <p id={`${problemId}-${index}`} role="alert" className="mt-1 text-danger text-xs">
                  {problem}
                </p>
              ) : null}
            </li>
          );
        })}
      </ul>
      <Button variant="ghost" size="sm" className="-ml-2.5 not-first:mt-1" onClick={add}>
        <Plus aria-hidden="true" />
        Add an attribute
      </Button>
    </div>
  );
}
