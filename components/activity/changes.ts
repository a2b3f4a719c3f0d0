import { STATUS_LABELS } from '@/components/bots/bot-state';
import { shortDate, timeOfDay } from '@/components/time/format';
import type { ActivityRow } from '@/lib/contract/activity';
import { causeInWords } from './words';

export type Change = { name: string; before: string; after: string };

const NONE = 'none';
const STATUS_WORDS: Partial<Record<string, string>> = STATUS_LABELS;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

const NAMES: Record<string, string> = {
  id: 'ID',
  joinAt: 'Joins at',
  joinOffsetSeconds: 'Seconds from the start',
  meetingUrl: 'Link',
  override: 'Override',
  providerBotId: 'ID at the provider',
  recallRequested: 'Recall requested',
  recurring_enabled: 'Auto-reschedule',
  sync_enabled: 'Sync enabled',
};

/** What the sentences of these kinds of entry say already: the state a bot is in, what was turned on, which key. */
const SAID: Record<string, readonly string[]> = {
  bot: ['status', 'statusReason', 'recallRequested', 'decision', 'override'],
  decision: ['decision', 'reason'],
  override: ['override'],
  series: ['override', 'neverFrom', 'recurring_enabled'],
  auto_schedule: ['auto_schedule_enabled'],
  calendar: ['sync_enabled', 'id', 'name'],
  api_key: ['id', 'name'],
  connection: ['id', 'email', 'status'],
  session: ['id', 'ids'],
  person: ['person'],
  settings: ['calendar_feed', 'callback_secret'],
};

/** Returns what an entry changed beyond what its sentence says. */
export function changesBeyondSentence(entry: Pick<ActivityRow, 'action' | 'before' | 'after'>): Change[] {
  const said = SAID[entry.action.split('.')[0] ?? ''] ?? [];
  const without = (fields: unknown) =>
    typeof fields === 'object' && fields !== null
      ? Object.fromEntries(Object.entries(fields).filter(([name]) => !said.includes(name)))
      : fields;
  return changesOf({ before: without(entry.before), after: without(entry.after) });
}

/** Returns what an entry changed, field by field and in words. The fields of an object stand on their own. */
export function changesOf({ before, after }: Pick<ActivityRow, 'before' | 'after'>): Change[] {
  const was = leavesOf(before);
  const is = leavesOf(after);
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((path) => ({
      name: nameOf(path),
      before: inWords(path, was.get(path)),
      after: inWords(path, is.get(path)),
    }))
    .filter((change) => change.before !== change.after);
}

function leavesOf(value: unknown, path = ''): Map<string, unknown> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return new Map([[path, value]]);
  return new Map(
    Object.entries(value).flatMap(([key, inner]) => [...leavesOf(inner, path ? `${path}.${key}` : key)]),
  );
}

function nameOf(path: string): string {
  const words = path.split('.').map((key) => NAMES[key] ?? spaced(key));
  return words.map((word, index) => (index === 0 ? capital(word) : word)).join(' › ');
}

/** Returns `bot_name` and `botName` as `bot name`, and an id as it is. */
function spaced(key: string): string {
  if (/[^A-Za-z_]/.test(key)) return key;
  return key
    .replaceAll('_', ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function inWords(path: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return NONE;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map((each) => inWords('', each)).join(', ') || NONE;
  if (typeof value !== 'string') return JSON.stringify(value);
  if (INSTANT.test(value)) return `${shortDate(value)}, ${timeOfDay(value)}`;
  if (path === 'status') return STATUS_WORDS[value] ?? capital(spaced(value));
  return path === 'decision' ? causeInWords(value) : value;
}
