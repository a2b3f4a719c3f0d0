import type { ReactNode } from 'react';

/** The look of every select here. */
export const SELECT =
  'h-8 w-full sm:w-64 rounded-lg border border-line-strong/70 bg-surface px-2 text-[0.8125rem] text-ink hover:border-line-strong max-sm:text-base';

/** Settings that belong together. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="mb-6">
      <h2 className="mb-1.5 px-1 font-semibold text-ink-soft text-xs">{title}</h2>
      <div className="rounded-xl border border-line bg-surface shadow-card">{children}</div>
    </section>
  );
}

/** One setting: its label with an explanation, and its value. */
export function Line({ label, text, children }: { label: string; text: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1.5 border-line border-b px-4 py-3 last:border-b-0">
      <div className="min-w-0">
        <p className="wrap-anywhere font-medium leading-5">{label}</p>
        <p className="text-pretty text-ink-faint text-xs leading-5">{text}</p>
      </div>
      <div className="min-w-0 text-ink-soft max-sm:w-full sm:max-w-80">{children}</div>
    </div>
  );
}
