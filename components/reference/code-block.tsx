import type { ReactNode } from 'react';
import { CopyButton } from './copy-button';

/** A dark panel of code with a title. */
export function CodeBlock({
  title,
  code,
  copies = false,
}: {
  title: ReactNode;
  code: string;
  copies?: boolean;
}) {
  return (
    <figure className="overflow-hidden rounded-xl border border-black/20 bg-[#0c241d] text-[#e9e4d6] shadow-card dark:border-white/10 dark:bg-[#0b1a15]">
      <figcaption className="flex h-9 items-center justify-between gap-2 border-white/8 border-b pr-1.5 pl-3.5 text-[#a9c4b7] text-xs">
        <span className="truncate">{title}</span>
        {copies ? <CopyButton text={code} /> : null}
      </figcaption>
      <pre className="whitespace-pre-wrap break-words px-3.5 py-3 font-mono text-[0.78rem] leading-[1.55]">
        <code>{color(code)}</code>
      </pre>
    </figure>
  );
}

const TOKENS =
  /("(?:[^"\\]|\\.)*"(?=\s*:)|"(?:[^"\\]|\\.)*"|\b(?:true|false|null)\b|(?<![\w"-])-?\d+(?:\.\d+)?\b)/;

/** Colors names, texts and other values of JSON; of a command only its texts. */
function color(code: string): ReactNode[] {
  return code.split(TOKENS).map((token, index) => {
    if (index % 2 === 0) return token;
    const isName = code.slice(code.indexOf(token)).startsWith(`${token}:`);
    const shade = isName ? 'text-[#8fd0b2]' : token.startsWith('"') ? 'text-[#f0d29a]' : 'text-[#c1b8ff]';
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: the tokens of a text that never changes.
      <span key={index} className={shade}>
        {token}
      </span>
    );
  });
}
