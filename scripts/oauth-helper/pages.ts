/** A page of the helper: its status and its parts, as HTML. */
export type Page = { status: number; title: string; body: string };

const AGAIN = '<p><a href="/">Start again</a></p>';
const PERMISSIONS =
  '<a href="https://myaccount.google.com/permissions" rel="noreferrer">myaccount.google.com/permissions</a>';

/** Returns a text as HTML for elements and quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Returns the page with the refresh token and what to do with it. */
export function tokenPage(clientId: string, refreshToken: string): Page {
  return {
    status: 200,
    title: 'Your refresh token',
    body: `<p>Protect it like a password: with the client's secret it reads your calendars.</p>
<dl>
<dt>google_refresh_token</dt><dd><code id="refresh-token">${escapeHtml(refreshToken)}</code></dd>
<dt>google_client_id</dt><dd><code id="client-id">${escapeHtml(clientId)}</code></dd>
</dl>
<p>Send both, with <code>google_client_secret</code>, to <code>POST /api/v1/calendar/create_calendar</code>. It is
shown only here and stored nowhere; you can stop the helper now (Ctrl-C).</p>`,
  };
}

/** Returns the page for a grant without a refresh token. */
export function noRefreshTokenPage(): Page {
  return {
    status: 502,
    title: 'Google gave no refresh token',
    body: `<p>It does so only when it asks you for consent. Remove this app at ${PERMISSIONS}, then start again.</p>${AGAIN}`,
  };
}

/** Returns the page for a grant without access to the calendar. */
export function missingScopePage(): Page {
  return {
    status: 403,
    title: 'Calendar access was not granted',
    body: `<p>On Google's page tick the box “See and download any calendar you can access using your Google Calendar”.
A token without it would not work.</p>${AGAIN}`,
  };
}

/** Returns the page for a refusal on Google's page. @param error Google's code, such as `access_denied` */
export function refusedPage(error: string): Page {
  const text =
    error === 'access_denied'
      ? `<p>You (or an administrator) refused access, so there is no token. If you did not mean to, start again and choose
“Continue”. If Google blocked the app: while its consent screen is in testing, your address must be one of its
test users.</p>`
      : `<p>Google says: <code>${escapeHtml(error)}</code>.</p>`;
  return { status: 403, title: 'Google did not grant access', body: text + AGAIN };
}

/** Returns the page for an answer whose state is unknown. */
export function strangeAnswerPage(): Page {
  return {
    status: 400,
    title: 'This answer was not expected',
    body: `<p>This helper does not wait for an answer with this <code>state</code>: perhaps the page was reloaded, or the
helper was restarted.</p>${AGAIN}`,
  };
}

/** Returns the page for a code that could not be exchanged. @param advice one sentence, as text */
export function exchangeFailedPage(advice: string): Page {
  return {
    status: 502,
    title: 'Google did not accept the code',
    body: `<p>${escapeHtml(advice)}</p>${AGAIN}`,
  };
}

/** Returns the page for any other address. */
export function notFoundPage(): Page {
  return { status: 404, title: 'Page not found', body: AGAIN };
}

/** Returns a page as a whole document. */
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
