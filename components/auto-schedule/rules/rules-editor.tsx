'use client';

import { Eye } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { Boundary, BrokenNote } from '@/components/ui/boundary';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { Sheet, SheetTitle, SheetTop } from '@/components/ui/sheet';
import type { Rules } from '@/lib/scheduling/domain/rules';
import { useRulesPreview } from '../requests/preview-rules';
import { useSaveRules } from '../requests/save-settings';
import { SaveBar } from '../save-bar';
import type { Draft } from '../use-draft';
import { NeverRules } from './never-rules';
import { OnlyRules } from './only-rules';
import { RulesPreview } from './rules-preview';

/** The form of the rules, beside a preview of what they would do. On a small screen a button that stays in sight opens it. */
export function RulesEditor({ draft }: { draft: Draft<Rules> }) {
  const { value: rules, valid, problems, isChanged } = draft;
  const preview = useRulesPreview(valid);
  const save = useSaveRules();
  const shown = (
    <Boundary of={preview.data} fallback={<BrokenNote title="The preview" />}>
      <RulesPreview preview={preview} isChanged={isChanged} isValid={valid !== null} />
    </Boundary>
  );
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
        <PreviewSheet isRaised={isChanged} count={preview.isBehind ? undefined : preview.data?.would_join}>
          {shown}
        </PreviewSheet>
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
      <div className="max-lg:hidden lg:sticky lg:top-(--bar) lg:max-h-[calc(100dvh-var(--bar)-1rem)] lg:overflow-y-auto lg:rounded-xl">
        {shown}
      </div>
    </div>
  );
}

type PreviewSheetProps = {
  /** It stands above the bar of unsaved changes. */
  isRaised: boolean;
  /** Meetings that get a bot; undefined until that is known. */
  count: number | undefined;
  children: ReactNode;
};

/** The preview on a small screen. */
function PreviewSheet({ isRaised, count, children }: PreviewSheetProps) {
  const [isOpen, setIsOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <div
      className={cn(
        'pointer-events-none sticky z-20 mt-4 flex justify-end lg:hidden',
        isRaised
          ? 'bottom-[calc(8.25rem+env(safe-area-inset-bottom))] md:bottom-20'
          : 'bottom-[calc(4.75rem+env(safe-area-inset-bottom))] md:bottom-4',
      )}
    >
      <Button
        ref={button}
        className="pointer-events-auto h-11 rounded-full shadow-float"
        onClick={() => setIsOpen(true)}
      >
        <Eye aria-hidden="true" />
        Preview
        {count === undefined ? null : <span className="times text-ink-soft">{count} with a bot</span>}
      </Button>
      <Sheet open={isOpen} onClose={() => setIsOpen(false)} findFocus={() => button.current}>
        <SheetTop className="pl-4">What these rules do</SheetTop>
        <SheetTitle className="sr-only">Preview of the rules</SheetTitle>
        <div className="min-h-0 overflow-y-auto px-4 pb-4">{children}</div>
      </Sheet>
    </div>
  );
}
