/** Who may use an installation. With both lists empty everyone may. */
export type AllowList = { emails: readonly string[]; domains: readonly string[] };

/** A person as Google has named them: their verified address, and the Workspace domain of their account (`hd`). */
export type Person = { email: string; hostedDomain: string | null };

/** Google itself gives these addresses, so that they need no Workspace domain to be believed. */
const GOOGLES_OWN = ['gmail.com', 'googlemail.com'];

/**
 * Returns whether an allow-list names a person, by their address or their Workspace domain. The domain of the address alone is
 * not enough: anyone can make a Google account with an address of a company they have left, and only `hd` says that the
 * company manages it (https://developers.google.com/identity/openid-connect/openid-connect#hd-param).
 */
export function isAllowed({ email, hostedDomain }: Person, { emails, domains }: AllowList): boolean {
  if (emails.length === 0 && domains.length === 0) return true;
  const address = email.toLowerCase();
  if (emails.includes(address)) return true;
  const domain = address.slice(address.lastIndexOf('@') + 1);
  const managed = hostedDomain?.toLowerCase() ?? (GOOGLES_OWN.includes(domain) ? domain : null);
  return managed !== null && domains.includes(managed);
}
