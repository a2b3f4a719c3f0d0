'use client';

import { useState } from 'react';
import type { BotConfig } from '@/lib/contract/bot-config';
import { OneOf } from '../choices';
import { useSaveBotConfig } from '../requests/save-settings';
import { SaveBar } from '../save-bar';
import type { Draft } from '../use-draft';
import { BotConfigForm } from './bot-config-form';
import { parseConfig } from './bot-config-model';

const VIEWS = [
  { value: 'form', label: 'Form' },
  { value: 'json', label: 'JSON' },
] as const;

type View = (typeof VIEWS)[number]['value'];

/** What bots are booked with that bring no configuration of their own: as a form, or as JSON. */
export function BotConfigEditor({ draft }: { draft: Draft<BotConfig> }) {
  const { value: config, valid, problems, isChanged } = draft;
  const [view, setView] = useState<View>('form');
  /** What was typed, while it cannot be read. */
  const [broken, setBroken] = useState<string | null>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const save = useSaveBotConfig();
  const unreadable = broken === null ? null : parseConfig(broken);
  const discard = () => {
    setBroken(null);
    setTyped(null);
    draft.discard();
  };
  const type = (text: string) => {
    const parsed = parseConfig(text);
    setTyped(text);
    setBroken('problem' in parsed ? text : null);
    if ('config' in parsed) draft.set(parsed.config);
  };
  return (
    <div className="max-w-[44rem]">
      <div className="mb-4 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p className="max-w-[30rem] flex-1 basis-60 text-pretty text-[0.8125rem] text-ink-soft">
          Every bot is booked with this, unless it brings a configuration of its own. Bots that are booked
          already keep theirs.
        </p>
        <OneOf
          label="Edit as"
          choices={VIEWS}
          value={view}
          onChange={(next) => {
            // What cannot be read cannot be shown as a form; it waits here until it is mended.
            if (broken !== null) return;
            setTyped(null);
            setView(next);
          }}
        />
      </div>
      {view === 'form' ? (
        <BotConfigForm config={config} problems={problems} onChange={draft.set} />
      ) : (
        <>
          <textarea
            aria-label="Configuration as JSON"
            aria-invalid={unreadable !== null || problems.size > 0}
            aria-describedby="bot-config-problems"
            spellCheck={false}
            rows={18}
            value={typed ?? JSON.stringify(config, null, 2)}
            onChange={(event) => type(event.target.value)}
            className="block w-full resize-y rounded-xl border border-line bg-surface p-4 font-mono text-[0.8125rem] leading-5 shadow-card aria-invalid:border-danger max-sm:text-base"
          />
          <ul id="bot-config-problems" aria-live="polite" className="mt-2 space-y-1 text-danger text-xs">
            {unreadable && 'problem' in unreadable ? (
              <li>{unreadable.problem} Mend it to go back to the form.</li>
            ) : (
              [...problems].map(([path, message]) => (
                <li key={path}>
                  <code className="font-mono">{path}</code> {message}.
                </li>
              ))
            )}
          </ul>
          <p className="mt-2 text-pretty text-ink-faint text-xs">
            Fields that Usher does not know are kept and passed on to the bot provider.
          </p>
        </>
      )}
      {isChanged || broken !== null ? (
        <SaveBar
          isLocked={valid === null || broken !== null}
          isBusy={save.isPending}
          onSave={() => valid && save.mutate(valid, { onSuccess: discard })}
          onDiscard={discard}
        >
          {valid === null || broken !== null ? (
            <span className="text-danger">Something here is not right yet.</span>
          ) : (
            'Not saved yet.'
          )}
        </SaveBar>
      ) : null}
    </div>
  );
}
