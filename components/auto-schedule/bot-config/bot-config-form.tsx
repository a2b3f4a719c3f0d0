'use client';

import { useId } from 'react';
import { cn } from '@/components/ui/cn';
import type { BotConfig } from '@/lib/contract/bot-config';
import { LEAVE_DEFAULTS } from '@/lib/dispatch/domain/automatic-leave';
import { FIELD, FormCard, FormRow, SwitchRow } from '../form-card';
import { type Problems, problemOf } from '../use-draft';
import { AttributeRows } from './attribute-rows';
import { besidesForm, withField, withLeave, withTranscription } from './bot-config-model';

/** Names that providers know; any other can be typed. */
const TRANSCRIBERS = ['deepgram', 'assemblyai', 'meeting_captions'];

const LIMITS = [
  { name: 'waiting_room_timeout', label: 'Not admitted from the waiting room' },
  { name: 'noone_joined_timeout', label: 'No one joins' },
  { name: 'everyone_left_timeout', label: 'Everyone has left' },
  { name: 'voice_inactivity_timeout', label: 'Silence' },
  { name: 'in_call_recording_timeout', label: 'Maximum recording length' },
  { name: 'recording_permission_denied_timeout', label: 'Recording not permitted' },
] as const;

type BotConfigFormProps = { config: BotConfig; problems: Problems; onChange: (next: BotConfig) => void };

/** The most used fields of a bot's configuration. */
export function BotConfigForm({ config, problems, onChange }: BotConfigFormProps) {
  const [transcriber = ''] = Object.keys(config.transcription ?? {});
  const others = besidesForm(config);
  const set = (name: keyof BotConfig & string, value: unknown) => onChange(withField(config, name, value));
  const text = (name: 'bot_name' | 'bot_message' | 'bot_image_url' | 'callback_url') => ({
    value: String(config[name] ?? ''),
    problem: problemOf(problems, name),
    onChange: (value: string) => set(name, value),
  });
  return (
    <>
      <FormCard title="Bot" hint="How it appears in the meeting.">
        <TextRow label="Name" placeholder="Usher" {...text('bot_name')} />
        <TextRow
          label="Chat message"
          hint="Posted when the bot joins"
          placeholder="None"
          {...text('bot_message')}
        />
        <TextRow label="Avatar URL" placeholder="https://…" {...text('bot_image_url')} />
      </FormCard>
      <FormCard title="Recording" hint="What the bot captures.">
        <SwitchRow
          label="Audio"
          checked={config.audio_required !== false}
          onChange={(on) => set('audio_required', on)}
        />
        <SwitchRow
          label="Video"
          checked={config.video_required === true}
          onChange={(on) => set('video_required', on)}
        />
        <TextRow
          label="Transcription provider"
          hint="As the bot provider names it"
          placeholder="None"
          suggestions={TRANSCRIBERS}
          value={transcriber}
          problem={problemOf(problems, 'transcription')}
          onChange={(provider) => onChange(withTranscription(config, provider))}
        />
      </FormCard>
      <FormCard
        title="Leave automatically"
        hint="In seconds. An empty field uses the number shown in it, or else the provider’s default."
      >
        {LIMITS.map(({ name, label }) => (
          <SecondsRow
            key={name}
            label={label}
            value={config.automatic_leave?.[name]}
            byDefault={name in LEAVE_DEFAULTS ? LEAVE_DEFAULTS[name as keyof typeof LEAVE_DEFAULTS] : null}
            problem={problemOf(problems, `automatic_leave.${name}`)}
            onChange={(seconds) => onChange(withLeave(config, name, seconds))}
          />
        ))}
        <SwitchRow
          label="When only other bots remain"
          checked={config.automatic_leave?.bot_detection !== false}
          onChange={(on) => onChange(withLeave(config, 'bot_detection', on ? null : false))}
        />
      </FormCard>
      <FormCard title="Callback" hint="Usher sends signed bot events here.">
        <TextRow label="Callback URL" placeholder="https://…" {...text('callback_url')} />
      </FormCard>
      <FormCard title="Custom attributes" hint="Your own key-value pairs, returned with every event.">
        <AttributeRows
          attributes={config.custom_attributes ?? {}}
          onChange={(next) => set('custom_attributes', next)}
        />
      </FormCard>
      {others.length > 0 ? (
        <p className="text-pretty text-ink-faint text-xs">Also set: {others.join(', ')}. See them as JSON.</p>
      ) : null}
    </>
  );
}

type TextRowProps = {
  label: string;
  hint?: string;
  placeholder: string;
  value: string;
  problem: string | undefined;
  suggestions?: readonly string[];
  onChange: (next: string) => void;
};

function TextRow({ label, hint, placeholder, value, problem, suggestions, onChange }: TextRowProps) {
  const id = useId();
  const listId = useId();
  return (
    <FormRow label={label} hint={hint} controlId={id} problem={problem}>
      <input
        id={id}
        dir="auto"
        value={value}
        placeholder={placeholder}
        aria-invalid={problem !== undefined}
        list={suggestions ? listId : undefined}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
        className={FIELD}
      />
      {suggestions ? (
        <datalist id={listId}>
          {suggestions.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      ) : null}
    </FormRow>
  );
}

type SecondsRowProps = {
  label: string;
  value: number | undefined;
  /** In seconds; null when the provider decides. */
  byDefault: number | null;
  problem: string | undefined;
  onChange: (next: number | null) => void;
};

function SecondsRow({ label, value, byDefault, problem, onChange }: SecondsRowProps) {
  const id = useId();
  return (
    <FormRow label={label} controlId={id} problem={problem} isShort>
      <span className="flex items-center justify-end gap-2">
        <input
          id={id}
          type="number"
          inputMode="numeric"
          min={0}
          placeholder={byDefault === null ? '–' : String(byDefault)}
          value={value ?? ''}
          aria-invalid={problem !== undefined}
          onChange={({ target }) => onChange(target.value === '' ? null : target.valueAsNumber)}
          className={cn(FIELD, 'times w-24 text-right')}
        />
        <span className="text-ink-faint text-xs">s</span>
      </span>
    </FormRow>
  );
}
