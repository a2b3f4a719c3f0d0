'use client';

import { Check, Copy } from 'lucide-react';
import { useState } from 'react';

/** Copies a text, and says so for a moment. */
export function CopyButton({ text }: { text: string }) {
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setIsCopied(true);
    setTimeout(() => setIsCopied(false), 1_600);
  };
  const Icon = isCopied ? Check : Copy;
  return (
    <button
      type="button"
      onClick={copy}
      aria-label={isCopied ? 'Copied' : 'Copy'}
      className="grid size-7 place-items-center rounded-md text-[#a9c4b7] transition-colors hover:bg-white/10 hover:text-white"
    >
      <Icon className="size-3.5" aria-hidden="true" />
    </button>
  );
}
