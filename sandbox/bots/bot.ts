/** A bot's steps, in the order in which the provider reports them. */
export const STEPS = [
  'bot.joining',
  'bot.in_waiting_room',
  'bot.inmeeting',
  'bot.recording',
  'bot.leaving',
  'bot.stopped',
  'audio.processed',
  'transcription.processed',
  'video.processed',
  'bot.done',
] as const;

export type Step = (typeof STEPS)[number];
/** Why a bot has stopped: it left, the host removed it, no one let it in, it was turned away, or it failed. */
export const STOP_REASONS = ['Stopped', 'Kicked', 'NotAllowed', 'Denied', 'Error'] as const;
export type StopReason = (typeof STOP_REASONS)[number];
/** Why a bot leaves by its own rules. */
export type LeaveReason = 'everyone_left' | 'no_one_joined' | 'in_call' | 'silence' | 'only_bots';

export type Bot = {
  id: string;
  /** The provider whose API created the bot and whose webhooks report it. */
  provider: 'meetstream' | 'attendee';
  transcriptId: string;
  meetingLink: string;
  name: string;
  callbackUrl?: string | undefined;
  customAttributes: Record<string, string>;
  createdAt: string;
  /** The last step taken; none until the bot is on its way. */
  step?: Step | undefined;
  status: string;
  /** Overrides the sandbox's switch for this bot. */
  auto?: boolean | undefined;
  /** When the next step is due, in epoch milliseconds. */
  nextAtMs?: number | undefined;
  /** Why it left, if it was not told to. */
  leaveReason?: LeaveReason | undefined;
  idempotencyKey?: string | undefined;
  request: Record<string, unknown>;
  history: { step: Step; status: string; at: string }[];
};

/** A message about one step to one address, in the format and with the signature of the bot's provider. */
export type Webhook = {
  url: string;
  payload: unknown;
  body: string;
  headers: Record<string, string>;
  /** How long to wait after each failed delivery, in ms; after the last one it is given up. */
  retryDelaysMs: number[];
};

const STATUS: Partial<Record<Step, string>> = {
  'bot.joining': 'Joining',
  'bot.in_waiting_room': 'InWaitingRoom',
  'bot.inmeeting': 'InMeeting',
  'bot.recording': 'Recording',
  'bot.leaving': 'Leaving',
  'bot.stopped': 'Stopped',
  'bot.done': 'Done',
};

/** Returns `bot_status` after a step; processing steps do not change it. */
export function statusAfter(bot: Bot, step: Step): string {
  return STATUS[step] ?? bot.status;
}

export function hasStopped(bot: Bot): boolean {
  return bot.step !== undefined && STEPS.indexOf(bot.step) >= STEPS.indexOf('bot.stopped');
}

/** Returns the step after the present one; undefined at the end. A bot that was not let in, or failed, has nothing to process. */
export function nextStep(bot: Bot): Step | undefined {
  if (bot.step === undefined) return STEPS[0];
  if (bot.step === 'bot.stopped' && !['Stopped', 'Kicked'].includes(bot.status)) return undefined;
  return STEPS[STEPS.indexOf(bot.step) + 1];
}

const DELAY_MS: Partial<Record<Step, number>> = {
  'bot.joining': 1000,
  'bot.in_waiting_room': 1500,
  'bot.inmeeting': 2500,
  'bot.recording': 1500,
};

/** Returns the ms until the next step, short and believable. When a bot leaves is not a delay: its room tells. */
export function delayBefore(step: Step, bot: Bot, nowMs: number, speed: number): number {
  if (step !== 'bot.joining') return (DELAY_MS[step] ?? 1000) / speed;
  const joinAt = Date.parse(String(bot.request.join_at ?? ''));
  return Math.max(Number.isNaN(joinAt) ? 0 : joinAt - nowMs, 1000 / speed);
}
