'use client';

import { Search } from 'lucide-react';
import { useEffect, useRef } from 'react';

/** How long typing must pause before the list is searched. */
const PAUSE_MS = 250;

type SearchFieldProps = { label: string; value: string; onChange: (text: string) => void };

/** A text that narrows a list down. It is told when typing pauses, or the field is left. */
export function SearchField({ label, value, onChange }: SearchFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  const told = useRef(value);
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    told.current = value;
    // The address has changed otherwise: by another button, or by the browser's.
    if (field.current && field.current !== document.activeElement) field.current.value = value;
  }, [value]);
  useEffect(() => () => clearTimeout(pause.current), []);
  const tell = (text: string) => {
    clearTimeout(pause.current);
    if (text === told.current) return;
    told.current = text;
    onChange(text);
  };
  return (
    <div className="relative min-w-0 flex-1 basis-full sm:max-w-72 sm:basis-44">
      <Search
        className="pointer-events-none absolute top-2 left-3 size-4 text-ink-faint"
        aria-hidden="true"
      />
      <input
        ref={field}
        type="search"
        aria-label={label}
        placeholder="Search"
        maxLength={200}
        defaultValue={value}
        onChange={({ target }) => {
          clearTimeout(pause.current);
          pause.current = setTimeout(() => tell(target.value), PAUSE_MS);
        }}
        onBlur={({ target }) => tell(target.value)}
        onKeyDown={(key) => {
          if (key.key !== 'Escape' || !key.currentTarget.value) return;
          key.currentTarget.value = '';
          tell('');
        }}
        className="h-8 w-full rounded-full border border-line-strong/70 bg-surface pr-3 pl-9 text-[0.8125rem] text-ink placeholder:text-ink-faint hover:border-line-strong max-sm:h-9 max-sm:text-base"
      />
    </div>
  );
}
