'use client';

import { ApiError } from '@/components/api-client';
import { BotConfigFields } from '@/components/auto-schedule/bot-config/bot-config-fields';
import { FormCard } from '@/components/auto-schedule/form-card';
import { SaveBar } from '@/components/auto-schedule/save-bar';
import { toast } from '@/components/ui/toast';
import type { ScheduledBotRow } from '@/lib/contract/schedule';
import { useUpdateBot } from '../requests/bot';
import { BotConflicts } from './bot-conflicts';
import { JOIN_TIME } from './bot-edits';
import { JoinTimeRow } from './join-time-row';
import type { BotEdits } from './use-bot-edits';

/** The form of a scheduled bot: when it joins, by which name, and how. */
export function BotEditor({ bot, edits }: { bot: ScheduledBotRow; edits: BotEdits }) {
  const { fields, conflicts, problems, broken, isChanged, canSave } = edits;
  const save = useUpdateBot(bot.bot_id);
  const configProblems = new Map([...problems].filter(([path]) => path !== JOIN_TIME));
  const send = () =>
    save.mutate(edits.update, {
      onSuccess: () => {
        edits.markSaved();
        toast('Bot changed', { description: bot.title });
      },
    });
  return (
    <div className="px-4 pt-4 pb-3 sm:px-6">
      {conflicts.length > 0 ? <BotConflicts conflicts={conflicts} onSettle={edits.settle} /> : null}
      <FormCard title="When it joins" hint="If the meeting moves, the join time moves with it.">
        <JoinTimeRow
          joinTime={fields.joinTime}
          meetingStart={bot.meeting_start}
          problem={problems.get(JOIN_TIME)}
          onChange={(joinTime) => edits.set({ joinTime })}
        />
      </FormCard>
      <BotConfigFields
        config={fields.config}
        problems={configProblems}
        broken={broken}
        onBreak={edits.setBroken}
        onChange={(config) => edits.set({ config })}
      >
        <p className="flex-1 basis-48 text-pretty text-ink-soft text-xs">Applies to this bot only.</p>
      </BotConfigFields>
      {isChanged ? (
        <SaveBar
          inSheet
          isLocked={!canSave}
          isBusy={save.isPending}
          onSave={send}
          onDiscard={() => {
            save.reset();
            edits.discard();
          }}
        >
          <SaveNote
            error={save.error}
            isWrong={problems.size > 0 || broken !== null}
            isDisputed={conflicts.length > 0}
          />
        </SaveBar>
      ) : null}
    </div>
  );
}

type SaveNoteProps = { error: Error | null; isWrong: boolean; isDisputed: boolean };

function SaveNote({ error, isWrong, isDisputed }: SaveNoteProps) {
  if (isDisputed) return <span className="text-warn">First choose which values to keep.</span>;
  if (isWrong) return <span className="text-danger">Fix the errors first.</span>;
  if (!error) return 'Not saved yet.';
  const hasChanged = error instanceof ApiError && error.code === 'bot_changed';
  return (
    <span role="alert" className={hasChanged ? 'text-warn' : 'text-danger'}>
      {hasChanged ? 'The bot was changed elsewhere. Check it, then save again.' : error.message}
    </span>
  );
}
