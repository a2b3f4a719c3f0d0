'use client';

import { useState } from 'react';
import type { BotConfig } from '@/lib/contract/bot-config';
import { useSaveBotConfig } from '../requests/save-settings';
import { SaveBar } from '../save-bar';
import type { Draft } from '../use-draft';
import { BotConfigFields } from './bot-config-fields';

/** The default configuration of bots, as a form or as JSON. */
export function BotConfigEditor({ draft }: { draft: Draft<BotConfig> }) {
  const { value: config, valid, problems, isChanged } = draft;
  const [broken, setBroken] = useState<string | null>(null);
  const save = useSaveBotConfig();
  const discard = () => {
    setBroken(null);
    draft.discard();
  };
  return (
    <div className="max-w-[44rem]">
      <BotConfigFields
        config={config}
        problems={problems}
        broken={broken}
        onBreak={setBroken}
        onChange={draft.set}
      >
        <p className="max-w-[30rem] flex-1 basis-60 text-pretty text-[0.8125rem] text-ink-soft">
          Defaults for new bots. Bots already scheduled keep their settings.
        </p>
      </BotConfigFields>
      {isChanged || broken !== null ? (
        <SaveBar
          isLocked={valid === null || broken !== null}
          isBusy={save.isPending}
          onSave={() => valid && save.mutate(valid, { onSuccess: discard })}
          onDiscard={discard}
        >
          {valid === null || broken !== null ? (
            <span className="text-danger">Fix the errors first.</span>
          ) : (
            'Not saved yet.'
          )}
        </SaveBar>
      ) : null}
    </div>
  );
}
