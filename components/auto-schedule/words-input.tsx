'use client';

import { X } from 'lucide-react';
import { useRef, useState } from 'react';

type WordsInputProps = {
  id: string;
  words: readonly string[];
  placeholder: string;
  isInvalid: boolean;
  onChange: (next: string[]) => void;
};

/**
 * A list of words or domains. Enter, a comma or leaving the field adds a word; Backspace in the empty field
 * removes the last one.
 */
export function WordsInput({ id, words, placeholder, isInvalid, onChange }: WordsInputProps) {
  const [text, setText] = useState('');
  const inputRef = useRef<HTMLInputElement>(null);
  const add = (typed: string) => {
    const more = typed
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== '');
    const next = [...new Set([...words, ...more])];
    setText('');
    if (next.length > words.length) onChange(next);
  };
  return (
    <div
      className={`flex flex-wrap gap-1.5 rounded-lg border bg-paper p-1 has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-accent ${isInvalid ? 'border-danger' : 'border-line-strong/70 hover:border-line-strong'}`}
    >
      {words.map((word) => (
        <span
          key={word}
          className="flex max-w-full items-center rounded-md bg-accent-soft pl-2 text-[0.8125rem] text-accent-text"
        >
          <span dir="auto" className="truncate">
            {word}
          </span>
          <button
            type="button"
            aria-label={`Remove ${word}`}
            onClick={() => {
              onChange(words.filter((other) => other !== word));
              inputRef.current?.focus();
            }}
            className="grid size-6 shrink-0 place-items-center rounded-md hover:bg-accent/15"
          >
            <X className="size-3" aria-hidden="true" />
          </button>
        </span>
      ))}
      <input
        ref={inputRef}
        id={id}
        value={text}
        aria-invalid={isInvalid}
        placeholder={words.length === 0 ? placeholder : ''}
        maxLength={100}
        onChange={({ target: { value } }) => (value.includes(',') ? add(value) : setText(value))}
        onBlur={() => add(text)}
        onKeyDown={(key) => {
          if (key.key === 'Enter') {
            key.preventDefault();
            add(text);
          } else if (key.key === 'Backspace' && text === '' && words.length > 0) {
            onChange(words.slice(0, -1));
          }
        }}
        className="h-6 min-w-24 flex-1 bg-transparent px-1.5 text-[0.8125rem] outline-none placeholder:text-ink-faint max-sm:text-base"
      />
    </div>
  );
}
