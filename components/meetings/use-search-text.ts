'use client';

import { useEffect, useRef, useState } from 'react';
import { useUrlState } from '@/components/url-state';

/** How long after the last key a search begins, in ms. */
const PAUSE_MS = 200;

/**
 * Returns the text of the search field, and what is searched: the same, once it is no longer typed at. The address holds it,
 * which changes too late for a text field.
 */
export function useSearchText(): { text: string; setText: (text: string) => void; search: string } {
  const { params, set } = useUrlState();
  const inAddress = params.get('q') ?? '';
  const [text, setText] = useState(inAddress);
  const [search, setSearch] = useState(inAddress);
  const written = useRef(inAddress);

  useEffect(() => {
    if (inAddress === written.current) return;
    // The address was changed elsewhere: by the Back button, or by the command palette.
    written.current = inAddress;
    setText(inAddress);
    setSearch(inAddress);
  }, [inAddress]);

  useEffect(() => {
    const write = () => {
      setSearch(text);
      if (text === written.current) return;
      written.current = text;
      set({ q: text });
    };
    const pause = setTimeout(write, text.trim() ? PAUSE_MS : 0);
    return () => clearTimeout(pause);
  }, [text, set]);

  return { text, setText, search };
}
