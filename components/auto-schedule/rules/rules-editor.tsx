'use client';

import { Boundary, BrokenNote } from '@/components/ui/boundary';
import type { Rules } from '@/lib/scheduling/domain/rules';
import { useRulesPreview } from '../requests/preview-rules';
import { useSaveRules } from '../requests/save-settings';
import { SaveBar } from '../save-bar';
import type { Draft } from '../use-draft';
import { NeverRules } from './never-rules';
import { OnlyRules } from './only-rules';
import { RulesPreview } from './rules-preview';

/** The form of the rules, beside a preview of what they would do. */
export function RulesEditor({ draft }: { draft: Draft<Rules> }) {
  const { value: rules, valid, problems, isChanged } = draft;
  const preview = useRulesPreview(valid);
  const save = useSaveRules();
  return (
    <div className="grid gap-5 lg:grid-cols-[minmax(0,1fr)_19rem] lg:items-start">
      <div>
        <NeverRules
          never={rules.never}
          problems={problems}
          onChange={(never) => draft.set({ ...rules, never })}
        />
        <OnlyRules only={rules.only} problems={problems} onChange={(only) => draft.set({ ...rules, only })} />
        <p className="max-w-[44rem] text-pretty text-ink-faint text-xs">
          Setting a meeting or series to always or never overrides these rules.
        </p>
        {isChanged ? (
          <SaveBar
            isLocked={valid === null}
            isBusy={save.isPending}
            onSave={() => valid && save.mutate(valid, { onSuccess: draft.discard })}
            onDiscard={draft.discard}
          >
            {valid === null ? (
              <span className="text-danger">Fix the errors first.</span>
            ) : preview.data && !preview.isBehind ? (
              <>
                <span className="times font-semibold">
                  {preview.data.joins_now} → {preview.data.would_join}
                </span>{' '}
                meetings with a bot
                <span className="text-ink-faint max-sm:hidden"> in the next 28 days. Not saved yet.</span>
              </>
            ) : (
              'Not saved yet.'
            )}
          </SaveBar>
        ) : null}
      </div>
      <div className="lg:sticky lg:top-(--bar) lg:max-h-[calc(100dvh-var(--bar)-1rem)] lg:overflow-y-auto lg:rounded-xl">
        <Boundary of={preview.data} fallback={<BrokenNote title="The preview" />}>
          <RulesPreview preview={preview} isChanged={isChanged} isValid={valid !== null} />
        </Boundary>
      </div>
    </div>
  );
}
