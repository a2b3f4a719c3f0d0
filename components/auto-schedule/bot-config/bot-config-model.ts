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

/** Sets one field; undefined and an empty text remove it. All others stay, known or not. */
export function withField(config: BotConfig, name: keyof BotConfig & string, value: unknown): BotConfig {
  const { [name]: _, ...rest } = config;
  return value === undefined || value === '' ? rest : { ...config, [name]: value };
}

/** Sets one time limit of `automatic_leave`; null removes it, and the last one takes the whole with it. */
export function withLeave(config: BotConfig, name: string, seconds: number | null): BotConfig {
  const { [name]: _, ...rest } = config.automatic_leave ?? {};
  const leave = seconds === null ? rest : { ...config.automatic_leave, [name]: seconds };
  return withField(config, 'automatic_leave', Object.keys(leave).length > 0 ? leave : undefined);
}

/** Who transcribes; its options go with it to the next one. Empty for nobody. */
export function withTranscription(config: BotConfig, provider: string): BotConfig {
  const [options = {}] = Object.values(config.transcription ?? {});
  return withField(config, 'transcription', provider ? { [provider]: options } : undefined);
}

/** Names of the fields that are set and not in the form. */
export function besidesForm(config: BotConfig): string[] {
  return Object.keys(config).filter((name) => !IN_FORM.has(name));
}

/**
 * Reads a configuration from JSON.
 * @returns it, or in a sentence what is wrong with the text
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
