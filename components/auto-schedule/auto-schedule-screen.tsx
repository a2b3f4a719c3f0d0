'use client';

import '@/components/zod-without-eval';
import { CalendarCheck2 } from 'lucide-react';
import { Tabs } from 'radix-ui';
import { PageHeader } from '@/components/shell/page-header';
import { AskBeforeLeaving } from '@/components/ui/ask-before-leaving';
import { cn } from '@/components/ui/cn';
import { LoadFailed } from '@/components/ui/load-failed';
import { Skeleton } from '@/components/ui/skeleton';
import { Switch } from '@/components/ui/switch';
import { useUrlState } from '@/components/url-state';
import type { AutoScheduleSettings } from '@/lib/contract/auto-schedule';
import { botConfig } from '@/lib/contract/bot-config';
import { rules } from '@/lib/contract/rules';
import { BotConfigEditor } from './bot-config/bot-config-editor';
import { useAutoSchedule } from './requests/get-settings';
import { useSetAutoSchedule } from './requests/set-enabled';
import { RulesEditor } from './rules/rules-editor';
import { useDraft } from './use-draft';

/** Whether bots are scheduled automatically, for which meetings, and with which settings. */
export function AutoScheduleScreen() {
  const { data: settings, error, refetch } = useAutoSchedule();
  return (
    <>
      <PageHeader title="Auto-schedule" />
      {settings ? (
        <Settings settings={settings} />
      ) : error ? (
        <LoadFailed what="settings" message={error.message} onRetry={() => refetch()} />
      ) : (
        <div role="status" aria-label="Loading the settings">
          <Skeleton className="mb-5 h-20 rounded-xl" />
          <Skeleton className="mb-5 h-96 rounded-xl" />
        </div>
      )}
    </>
  );
}

function Settings({ settings }: { settings: AutoScheduleSettings }) {
  const { params, set } = useUrlState();
  const view = params.get('view') === 'bot' ? 'bot' : 'rules';
  const rulesDraft = useDraft('rules', settings.rules, rules);
  const botDraft = useDraft('default-bot-config', settings.default_bot_config, botConfig);
  const tabs = [
    { name: 'rules', label: 'Rules', isChanged: rulesDraft.isChanged },
    { name: 'bot', label: 'Bot settings', isChanged: botDraft.isChanged },
  ];
  return (
    <>
      <AskBeforeLeaving isUnsaved={rulesDraft.isChanged || botDraft.isChanged} />
      <MainSwitch isOn={settings.auto_schedule_enabled} />
      <Tabs.Root value={view} onValueChange={(next) => set({ view: next === 'bot' ? 'bot' : null })}>
        <Tabs.List aria-label="Settings" className="mb-5 flex gap-1 border-line border-b">
          {tabs.map(({ name, label, isChanged }) => (
            <Tabs.Trigger
              key={name}
              value={name}
              className="-mb-px flex items-center gap-1.5 border-transparent border-b-2 px-3 py-2 text-ink-soft transition-colors hover:text-ink focus-visible:-outline-offset-2 data-[state=active]:border-accent data-[state=active]:font-semibold data-[state=active]:text-ink"
            >
              {label}
              {isChanged ? (
                <span className="size-1.5 rounded-full bg-brass">
                  <span className="sr-only">, not saved</span>
                </span>
              ) : null}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <Tabs.Content value="rules" className="focus-visible:outline-offset-4">
          <RulesEditor draft={rulesDraft} />
        </Tabs.Content>
        <Tabs.Content value="bot" className="focus-visible:outline-offset-4">
          <BotConfigEditor draft={botDraft} />
        </Tabs.Content>
      </Tabs.Root>
    </>
  );
}

function MainSwitch({ isOn }: { isOn: boolean }) {
  const { mutate } = useSetAutoSchedule();
  return (
    <section
      aria-label="Auto-schedule"
      className="mb-4 flex items-center gap-3.5 rounded-xl border border-line bg-surface px-4 py-3.5 shadow-card"
    >
      <span
        className={cn(
          'grid size-9 shrink-0 place-items-center rounded-full',
          isOn ? 'bg-accent-soft text-accent-text' : 'bg-sunken text-ink-faint',
        )}
      >
        <CalendarCheck2 className="size-4.5" aria-hidden="true" />
      </span>
      <div className="min-w-0 flex-1">
        <label htmlFor="auto-schedule-main" className="font-semibold leading-5 tracking-tight">
          Auto-schedule is {isOn ? 'on' : 'off'}
        </label>
        <p className="text-pretty text-ink-soft text-xs leading-4.5">
          {isOn
            ? 'Every meeting in the next 24 hours that has a link and matches your rules gets a bot. Turning this off keeps bots already scheduled.'
            : 'When on, every meeting in the next 24 hours that has a link and matches your rules gets a bot.'}
        </p>
      </div>
      <Switch id="auto-schedule-main" checked={isOn} onCheckedChange={(next) => mutate(next)} />
    </section>
  );
}
