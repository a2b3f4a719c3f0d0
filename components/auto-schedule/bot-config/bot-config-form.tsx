'use client';

import { useId } from 'react';
import { cn } from '@/components/ui/cn';
import type { BotConfig } from '@/lib/contract/bot-config';
import { FIELD, FormCard, FormRow, SwitchRow } from '../form-card';
import { type Problems, problemOf } from '../use-draft';
import { AttributeRows } from './attribute-rows';
import { besidesForm, withField, withLeave, withTranscription } from './bot-config-model';

/** Names that providers know; any other may be typed. */
const TRANSCRIBERS = ['deepgram', 'assemblyai', 'meeting_captions'];

const LIMITS = [
  { name: 'waiting_room_timeout', label: 'Nobody lets it in' },
  { name: 'no_one_joined_timeout', label: 'Nobody comes' },
  { name: 'everyone_left_timeout', label: 'Everybody has left' },
  { name: 'voice_inactivity_timeout', label: 'Nobody speaks' },
  { name: 'in_call_recording_timeout', label: 'It has recorded for' },
  { name: 'recording_permission_denied_timeout', label: 'It may not record' },
] as const;

type BotConfigFormProps = { config: BotConfig; problems: Problems; onChange: (next: BotConfig) => void };

/** The fields of a bot's configuration that people set most. */
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
      <FormCard title="The bot" hint="How it appears in the meeting.">
        <TextRow label="Name" placeholder="Usher" {...text('bot_name')} />
        <TextRow
          label="Message"
          hint="Said in the chat when it joins"
          placeholder="None"
          {...text('bot_message')}
        />
        <TextRow label="Picture" placeholder="https://…" {...text('bot_image_url')} />
      </FormCard>
      <FormCard title="Recording" hint="What the bot provider makes of the meeting.">
        <SwitchRow
          label="Sound"
          checked={config.audio_required !== false}
          onChange={(on) => set('audio_required', on)}
        />
        <SwitchRow
          label="Video"
          checked={config.video_required === true}
          onChange={(on) => set('video_required', on)}
        />
        <TextRow
          label="Transcription by"
          hint="A name the bot provider knows"
          placeholder="Nobody"
          suggestions={TRANSCRIBERS}
          value={transcriber}
          problem={problemOf(problems, 'transcription')}
          onChange={(provider) => onChange(withTranscription(config, provider))}
        />
      </FormCard>
      <FormCard
        title="It leaves by itself when"
        hint="Seconds until then; what is empty is up to the bot provider."
      >
        {LIMITS.map(({ name, label }) => (
          <SecondsRow
            key={name}
            label={label}
            value={config.automatic_leave?.[name]}
            problem={problemOf(problems, `automatic_leave.${name}`)}
            onChange={(seconds) => onChange(withLeave(config, name, seconds))}
          />
        ))}
      </FormCard>
      <FormCard title="Reports" hint="Where the provider's reports about a bot are passed on to, signed.">
        <TextRow label="Callback address" placeholder="https://…" {...text('callback_url')} />
      </FormCard>
      <FormCard title="Attributes" hint="Words of yours that go with the bot to its provider and back.">
        <AttributeRows
          attributes={config.custom_attributes ?? {}}
          onChange={(next) => set('custom_attributes', next)}
        />
      </FormCard>
      {others.length > 0 ? (
        <p className="text-pretty text-ink-faint text-xs">
          Also set, and kept: {others.join(', ')}. See them as JSON.
        </p>
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
  problem: string | undefined;
  onChange: (next: number | null) => void;
};

function SecondsRow({ label, value, problem, onChange }: SecondsRowProps) {
  const id = useId();
  return (
    <FormRow label={label} controlId={id} problem={problem} isShort>
      <span className="flex items-center justify-end gap-2">
        <input
          id={id}
          type="number"
          inputMode="numeric"
          min={0}
          placeholder="–"
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
