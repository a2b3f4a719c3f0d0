/** A refusal that speaks of this installation: its HTTP status, and the provider's words, if it said any. */
export type InstallationRefusal = { status: number; words: string | null };

/** How often one bot is sent to a provider that refuses this installation, to find out whether it accepts again. */
export const PROBE_EVERY_MS = 5_000;

/**
 * Returns a refusal's meaning for the installation. 401 and 403 refuse its key; 404 says that there is no bot API at its
 * address. None of them is about the meeting.
 * @returns null for every other status
 */
export function installationRefusal(status: number, words: string | null): InstallationRefusal | null {
  return status === 401 || status === 403 || status === 404 ? { status, words } : null;
}

/**
 * Returns why a provider's bots wait, in a sentence for people.
 * @param title the provider's name for people
 */
export function stopReason(title: string, { status, words }: InstallationRefusal): string {
  const quoted = words ? `: “${words.replace(/[.\s]+$/, '')}”.` : ` (status ${status}).`;
  return status === 404
    ? `${title} is not at the address that Usher has for it${quoted}`
    : `${title} refuses Usher’s key${quoted}`;
}
