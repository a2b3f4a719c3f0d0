/**
 * Starts one of next-auth's ways in or out, by its REST API (its own client weighs 14 kB), and goes where that leads.
 * @param parameters for Google's consent page
 * @throws Error when the server does not answer as next-auth does
 */
export async function goThroughNextAuth(
  action: 'signin/google' | 'signout',
  callbackUrl: string,
  parameters: Record<string, string> = {},
): Promise<void> {
  const { csrfToken } = await read(await fetch('/api/auth/csrf'));
  const response = await fetch(`/api/auth/${action}?${new URLSearchParams(parameters)}`, {
    method: 'POST',
    body: new URLSearchParams({ csrfToken: csrfToken ?? '', callbackUrl, json: 'true' }),
  });
  const { url } = await read(response);
  if (!url) throw new Error('The server named no address.');
  window.location.assign(url);
}

/** Says that too many sign-ins came from an address. */
const TOO_MANY_PAGE = '/sign-in/problem?reason=too_many';

async function read(response: Response): Promise<{ csrfToken?: string; url?: string }> {
  if (response.status === 429) return { url: TOO_MANY_PAGE };
  if (!response.ok) throw new Error(`The server answered with ${response.status}.`);
  return response.json();
}
