type Bot = { status: string };
type Meeting = { bots: Bot[]; past_bots: Bot[]; decision: { will_join: boolean } };

/** Returns whether a meeting has or had a bot, or one will join. A bot that was canceled does not count. */
export function isWithBot({ bots, past_bots, decision }: Meeting): boolean {
  return decision.will_join || [...bots, ...past_bots].some(({ status }) => status !== 'Cancelled');
}
