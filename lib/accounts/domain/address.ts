// A Google account's address is a name that changes: Google's `sub` says who the account is.

/** The domains of Gmail: one mailbox has both (Google help "Gmail and Googlemail addresses"). */
const GMAIL = ['gmail.com', 'googlemail.com'];

/**
 * Returns the spellings under which an account's address may be stored, the given one first, all in lower case.
 * `Ada@GoogleMail.com` is stored as `ada@googlemail.com` or as `ada@gmail.com`.
 */
export function spellingsOf(address: string): string[] {
  const given = address.trim().toLowerCase();
  const [local, domain] = splitAddress(given);
  if (!GMAIL.includes(domain)) return [given];
  return [given, ...GMAIL.filter((other) => other !== domain).map((other) => `${local}@${other}`)];
}

/** Returns whether two addresses are spellings of one: in any case, and with either domain of Gmail. */
export function isSameAddress(one: string, other: string): boolean {
  return spellingsOf(one).includes(other.trim().toLowerCase());
}

/** Domains of calendars that are no person's: secondary ones, imported ones, rooms, holidays and birthdays. */
const CALENDAR_DOMAIN = /(?:^|\.)calendar\.google\.com$/;

/**
 * Returns whether a calendar is the primary one of another person: its id is an address, and not one of these.
 * @param own the addresses of the account whose list has the calendar
 */
export function isAnotherPersons(googleCalendarId: string, own: string[]): boolean {
  const [local, domain] = splitAddress(googleCalendarId.trim().toLowerCase());
  if (!local || !domain || CALENDAR_DOMAIN.test(domain)) return false;
  return !own.some((address) => isSameAddress(address, googleCalendarId));
}

const DISPLACED = /\.[a-z]+_[0-9a-f]+\.invalid$/;

/**
 * Returns the address under which a row stays that had one which is another's now. No mail can be sent to it and no account
 * has it (RFC 2606 section 2).
 * @param id of the row, which makes it unique
 */
export function displacedAddress(address: string, id: string): string {
  return `${shownAddress(address)}.${id}.invalid`;
}

/** Returns the address as people read it: of a displaced one the address that it was. */
export function shownAddress(address: string): string {
  return address.replace(DISPLACED, '');
}

function splitAddress(address: string): [local: string, domain: string] {
  const at = address.lastIndexOf('@');
  return at < 0 ? ['', ''] : [address.slice(0, at), address.slice(at + 1)];
}
