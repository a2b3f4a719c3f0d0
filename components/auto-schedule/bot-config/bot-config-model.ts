import type { BotConfig } from '@/lib/contract/bot-config';

/** The fields that the form shows. */
const IN_FORM: ReadonlySet<string> = new Set([
  'bot_name',
  'bot_message',
  'bot_image_url',
  'audio_required',
  'video_required',
  'transcription',
  'automatic_leave',
  'callback_url',
  'custom_attributes',
]);

/**
 * Returns a configuration with one field set; undefined and an empty text remove it. All other fields stay,
 * known or not.
 */
export function withField(config: BotConfig, name: keyof BotConfig & string, value: unknown): BotConfig {
  const { [name]: _, ...rest } = config;
  return value === undefined || value === '' ? rest : { ...config, [name]: value };
}

/**
 * Returns a configuration with one field of `automatic_leave` set: a time limit in seconds, or false; null removes it, and the
 * last one removes the whole field.
 */
export function withLeave(config: BotConfig, name: string, value: number | false | null): BotConfig {
  const { [name]: _, ...rest } = config.automatic_leave ?? {};
  const leave = value === null ? rest : { ...config.automatic_leave, [name]: value };
  return withField(config, 'automatic_leave', Object.keys(leave).length > 0 ? leave : undefined);
}

/**
 * Returns a configuration with another transcription provider, which takes over the options; an empty one
 * removes it.
 */
export function withTranscription(config: BotConfig, provider: string): BotConfig {
  const [options = {}] = Object.values(config.transcription ?? {});
  return withField(config, 'transcription', provider ? { [provider]: options } : undefined);
}

/** Returns the names of the fields that are set and not in the form. */
export function besidesForm(config: BotConfig): string[] {
  return Object.keys(config).filter((name) => !IN_FORM.has(name));
}

/**
 * Reads a configuration from JSON.
 * @returns the configuration, or in a sentence what is wrong with the text
 */
export function parseConfig(text: string): { config: BotConfig } | { problem: string } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^JSON\.parse: /, '') : String(error);
    return { problem: `This is not JSON: ${why}.` };
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    return { problem: 'It must be one object: { … }.' };
  }
  return { config: parsed as BotConfig };
}

/** An attribute as it is typed: its name may be missing, or taken by another row. */
export type AttributeRow = { name: string; value: string };

/** Returns the attributes of rows. A row without a name, or with the name of an earlier row, has none. */
export function toAttributes(rows: AttributeRow[]): Record<string, string> | undefined {
  const named = rows.filter((row, index) => problemOfRow(rows, index) === null && row.name !== '');
  return named.length > 0 ? Object.fromEntries(named.map(({ name, value }) => [name, value])) : undefined;
}

/**
 * Returns the rows to show: the typed ones as long as they have these attributes, or else one row for each
 * attribute.
 */
export function rowsFor(attributes: Record<string, string>, typed: AttributeRow[]): AttributeRow[] {
  const stored = Object.entries(attributes).map(([name, value]) => ({ name, value }));
  const standsFor = Object.entries(toAttributes(typed) ?? {});
  const isSame =
    standsFor.length === stored.length && standsFor.every(([name, value]) => attributes[name] === value);
  return isSame ? typed : stored;
}

/** Returns what is wrong with a row, in a sentence; null when nothing is. */
export function problemOfRow(rows: AttributeRow[], index: number): string | null {
  const row = rows[index];
  if (!row) return null;
  if (row.name === '') return row.value === '' ? null : 'A value needs a name.';
  const isTaken = rows.slice(0, index).some((other) => other.name === row.name);
  return isTaken ? 'This name is taken.' : null;
}
