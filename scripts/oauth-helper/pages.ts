/** A page of the helper: its status and its parts, as HTML. */
export type Page = { status: number; title: string; body: string };

const AGAIN = '<p><a href="/">Begin again</a></p>';
const PERMISSIONS =
  '<a href="https://myaccount.google.com/permissions" rel="noreferrer">myaccount.google.com/permissions</a>';

/** Text as HTML shows it, in elements and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The refresh token, and what to do with it. */
export function tokenPage(clientId: string, refreshToken: string): Page {
  return {
    status: 200,
    title: 'Your refresh token',
    body: `<p>Keep it like a password: with the client's secret it reads your calendars.</p>
<dl>
<dt>google_refresh_token</dt><dd><code id="refresh-token">${escapeHtml(refreshToken)}</code></dd>
<dt>google_client_id</dt><dd><code id="client-id">${escapeHtml(clientId)}</code></dd>
</dl>
<p>Send both, with <code>google_client_secret</code>, to <code>POST /api/v1/calendar/create_calendar</code>. It is
shown only here and stored nowhere; you can stop the helper now (Ctrl-C).</p>`,
  };
}

/** Google agreed, but gave nothing that lasts. */
export function noRefreshTokenPage(): Page {
  return {
    status: 502,
    title: 'Google gave no refresh token',
    body: `<p>It does so only when it asks you for consent. Remove this app at ${PERMISSIONS}, and begin again.</p>${AGAIN}`,
  };
}

/** The person let us in, but not to the calendar. */
export function missingScopePage(): Page {
  return {
    status: 403,
    title: 'Calendar access was not granted',
    body: `<p>On Google's page tick the box “See and download any calendar you can access using your Google Calendar”.
A token without it would be of no use.</p>${AGAIN}`,
  };
}

/** Google's page was left with a refusal. @param error Google's word for it, such as `access_denied` */
export function refusedPage(error: string): Page {
  const text =
    error === 'access_denied'
      ? `<p>You (or an administrator) said no, so there is no token. If you did not mean to, begin again and choose
“Continue”. If Google blocked the app: while its consent screen is in testing, your address must be among its
test users.</p>`
      : `<p>Google says: <code>${escapeHtml(error)}</code>.</p>`;
  return { status: 403, title: 'Google did not grant access', body: text + AGAIN };
}

/** An answer that no question of this helper asked for. */
export function strangeAnswerPage(): Page {
  return {
    status: 400,
    title: 'This answer does not belong here',
    body: `<p>Its <code>state</code> is not one that this helper gave out and still waits for: perhaps the page was
reloaded, or the helper was restarted meanwhile.</p>${AGAIN}`,
  };
}

/** The code could not be exchanged. @param advice one sentence, as text */
export function exchangeFailedPage(advice: string): Page {
  return {
    status: 502,
    title: 'Google did not accept the code',
    body: `<p>${escapeHtml(advice)}</p>${AGAIN}`,
  };
}

/** Any other address. */
export function notFoundPage(): Page {
  return { status: 404, title: 'There is nothing here', body: AGAIN };
}

/** A page as a whole document. */
export function renderPage({ title, body }: Page): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>
  :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
  body { max-width: 42rem; margin: 15vh auto; padding: 0 1.5rem }
  code { overflow-wrap: anywhere; user-select: all }
  dt { margin-top: 1rem; font-weight: 600 } dd { margin: 0 }
</style>
<h1>${escapeHtml(title)}</h1>
${body}
</html>
`;
}
