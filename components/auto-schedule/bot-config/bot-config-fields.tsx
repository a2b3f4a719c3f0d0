'use client';

import { hashKey } from '@tanstack/react-query';
import { type ReactNode, useId, useState } from 'react';
import type { BotConfig } from '@/lib/contract/bot-config';
import { OneOf } from '../choices';
import type { Problems } from '../use-draft';
import { BotConfigForm } from './bot-config-form';
import { parseConfig } from './bot-config-model';

const VIEWS = [
  { value: 'form', label: 'Form' },
  { value: 'json', label: 'JSON' },
] as const;

type View = (typeof VIEWS)[number]['value'];

type BotConfigFieldsProps = {
  config: BotConfig;
  problems: Problems;
  /** The typed JSON, while it cannot be parsed; held by the form that saves. */
  broken: string | null;
  onBreak: (text: string | null) => void;
  onChange: (next: BotConfig) => void;
  /** Stands beside the choice of form or JSON. */
  children: ReactNode;
};

/** A bot's configuration as a form, or as JSON. */
export function BotConfigFields(props: BotConfigFieldsProps) {
  const { config, problems, broken, onBreak, onChange, children } = props;
  const [view, setView] = useState<View>('form');
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        {children}
        <OneOf
          label="Edit as"
          choices={VIEWS}
          value={view}
          // JSON that cannot be parsed cannot be shown as a form: it stays here until it is fixed.
          onChange={(next) => broken === null && setView(next)}
        />
      </div>
      {view === 'form' ? (
        <BotConfigForm config={config} problems={problems} onChange={onChange} />
      ) : (
        <ConfigText
          config={config}
          problems={problems}
          broken={broken}
          onBreak={onBreak}
          onChange={onChange}
        />
      )}
    </>
  );
}

function ConfigText({ config, problems, broken, onBreak, onChange }: Omit<BotConfigFieldsProps, 'children'>) {
  const problemsId = useId();
  const [typed, setTyped] = useState<{ text: string; config: BotConfig } | null>(null);
  const unreadable = broken === null ? null : parseConfig(broken);
  // Spaces and line breaks stay as they were typed until something else changes the configuration.
  const isTyped = typed !== null && hashKey([typed.config]) === hashKey([config]);
  const type = (text: string) => {
    const parsed = parseConfig(text);
    onBreak('problem' in parsed ? text : null);
    if ('problem' in parsed) return;
    setTyped({ text, config: parsed.config });
    onChange(parsed.config);
  };
  return (
    <>
      <textarea
        aria-label="Configuration as JSON"
        aria-invalid={unreadable !== null || problems.size > 0}
        aria-describedby={problemsId}
        spellCheck={false}
        rows={18}
        value={broken ?? (isTyped ? typed.text : JSON.stringify(config, null, 2))}
        onChange={(event) => type(event.target.value)}
        className="block w-full resize-y rounded-xl border border-line bg-surface p-4 font-mono text-[0.8125rem] leading-5 shadow-card aria-invalid:border-danger max-sm:text-base"
      />
      <ul id={problemsId} aria-live="polite" className="mt-2 space-y-1 text-danger text-xs">
        {unreadable && 'problem' in unreadable ? (
          <li>{unreadable.problem} Fix it to go back to the form.</li>
        ) : (
          [...problems].map(([path, message]) => (
            <li key={path}>
              <code className="font-mono">{path}</code> {message}.
            </li>
          ))
        )}
      </ul>
      <p className="mt-2 text-pretty text-ink-faint text-xs">
        Fields that Usher does not know are saved and passed to the bot provider.
      </p>
    </>
  );
}
