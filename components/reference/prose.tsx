import { cn } from '@/components/ui/cn';

/** A text of the OpenAPI document: paragraphs, `code` and **strong**, the only Markdown it uses. */
export function Prose({ text, className }: { text: string; className?: string }) {
  return (
    <div className={cn('space-y-2.5', className)}>
      {text.split('\n\n').map((paragraph) => (
        <p key={paragraph}>
          <Inline text={paragraph} />
        </p>
      ))}
    </div>
  );
}

/** The same for a single line. */
export function Inline({ text }: { text: string }) {
  return text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part, index) => {
    const key = `${index} ${part}`;
    if (part.startsWith('`')) return <Code key={key}>{part.slice(1, -1)}</Code>;
    if (part.startsWith('**'))
      return (
        <strong key={key} className="font-semibold text-ink">
          {part.slice(2, -2)}
        </strong>
      );
    return part;
  });
}

function Code({ children }: { children: string }) {
  return (
    <code className="break-words rounded-[0.3rem] bg-sunken px-1 py-px font-mono text-[0.85em] text-ink">
      {children}
    </code>
  );
}
