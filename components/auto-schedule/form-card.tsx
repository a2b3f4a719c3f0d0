'use client';

import { type ReactNode, useId } from 'react';
import { Switch } from '@/components/ui/switch';

type FormCardProps = { title: string; hint: ReactNode; children: ReactNode };

/** Settings that belong together. */
export function FormCard({ title, hint, children }: FormCardProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="@container mb-5 overflow-clip rounded-xl border border-line bg-surface shadow-card"
    >
      <header className="border-line border-b px-4 py-3">
        <h2 id={id} className="font-semibold leading-5 tracking-tight">
          {title}
        </h2>
        <p className="mt-0.5 text-pretty text-ink-soft text-xs leading-4.5">{hint}</p>
      </header>
      {children}
    </section>
  );
}

type FormRowProps = {
  label: string;
  hint?: string;
  problem?: string;
  /** Id of the control that the label names; without it the row is a group of controls. */
  controlId?: string;
  /** The control is small enough to stand beside its label also on a phone. */
  isShort?: boolean;
  children: ReactNode;
};

/** One setting: its label at the left, its control at the right. */
export function FormRow({ label, hint, problem, controlId, isShort, children }: FormRowProps) {
  const labelId = useId();
  const words = controlId ? <label htmlFor={controlId}>{label}</label> : <span id={labelId}>{label}</span>;
  return (
    <div
      {...(controlId ? {} : { role: 'group', 'aria-labelledby': labelId })}
      className={
        isShort
          ? 'flex items-center justify-between gap-4 border-line border-b px-4 py-2.5 last:border-b-0'
          : 'grid gap-x-4 gap-y-1.5 border-line border-b px-4 py-2.5 last:border-b-0 @md:grid-cols-[10.5rem_minmax(0,1fr)] @md:items-center'
      }
    >
      <div className="leading-5">
        {words}
        {hint ? <p className="text-pretty text-ink-faint text-xs leading-4">{hint}</p> : null}
      </div>
      <div className="min-w-0">
        {children}
        {problem ? (
          <p role="alert" className="mt-1 text-danger text-xs">
            {problem}
          </p>
        ) : null}
      </div>
    </div>
  );
}

type SwitchRowProps = { label: string; checked: boolean; onChange: (next: boolean) => void };

/** A setting that is on or off. */
export function SwitchRow({ label, checked, onChange }: SwitchRowProps) {
  const id = useId();
  return (
    <FormRow label={label} controlId={id} isShort>
      <Switch id={id} checked={checked} onCheckedChange={onChange} />
    </FormRow>
  );
}

/** The look of every text field here. */
export const FIELD =
  'h-8 w-full rounded-lg border border-line-strong/70 bg-paper px-2.5 text-[0.8125rem] placeholder:text-ink-faint hover:border-line-strong aria-invalid:border-danger max-sm:text-base';
