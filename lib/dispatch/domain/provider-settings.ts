/** The names of a provider's settings; `forReports`: those that check its reports. */
type Needed = { settings: readonly string[]; forReports: readonly string[] };

const NEEDED: Record<string, Needed> = {
  meetstream: { settings: ['MEETSTREAM_API_KEY'], forReports: [] },
  attendee: { settings: ['ATTENDEE_API_URL', 'ATTENDEE_API_KEY'], forReports: ['ATTENDEE_WEBHOOK_SECRET'] },
};

/**
 * Returns the names of the settings that a provider lacks. On a loopback address its reports may be unable to reach us, so
 * what checks them may be missing.
 * @param given settings by name, of which `isLoopback` says what our address is
 */
export function missingSettings(
  provider: string,
  given: { isLoopback: boolean } & Record<string, unknown>,
): string[] {
  const needed = Object.hasOwn(NEEDED, provider) ? NEEDED[provider] : undefined;
  if (!needed) return [];
  const names = given.isLoopback ? needed.settings : [...needed.settings, ...needed.forReports];
  return names.filter((name) => !given[name]);
}

/** Returns whether there is a provider of a name that lacks no setting. */
export function isSetUp(provider: string, given: { isLoopback: boolean } & Record<string, unknown>): boolean {
  return Object.hasOwn(NEEDED, provider) && missingSettings(provider, given).length === 0;
}

/** Returns the names of the providers that lack no setting. */
export function setUpProviders(given: { isLoopback: boolean } & Record<string, unknown>): string[] {
  return Object.keys(NEEDED).filter((provider) => isSetUp(provider, given));
}
