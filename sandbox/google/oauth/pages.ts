import type { Person } from '../../world';
import { isIdentityScope } from './scopes';

const SCOPE_TEXT: Record<string, string> = {
  calendar: 'See, edit, share, and permanently delete all your calendars',
  'calendar.readonly': 'See and download any calendar you can access',
  'calendar.events': 'View and edit events on all your calendars',
  'calendar.events.readonly': 'View events on all your calendars',
  'calendar.calendarlist.readonly': 'See the list of calendars you’re subscribed to',
};

const STYLE = `
:root { color-scheme: light dark; --page: #f0f4f9; --card: #fff; --ink: #1f1f1f; --soft: #5b6067; --line: #dde1e7;
  --accent: #0b57d0; --on-accent: #fff; --hover: #f2f5fa; }
@media (prefers-color-scheme: dark) { :root { --page: #15171a; --card: #1f2226; --ink: #e8eaed; --soft: #a4abb3;
  --line: #383d44; --accent: #a8c7fa; --on-accent: #062e6f; --hover: #2a2e34; } }
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px 16px; background: var(--page);
  color: var(--ink); font: 16px/1.5 system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif }
main { width: 100%; max-width: 880px; background: var(--card); border-radius: 28px; padding: 40px; display: grid;
  grid-template-columns: 5fr 6fr; gap: 24px 48px }
@media (max-width: 720px) { main { grid-template-columns: 1fr; padding: 28px 22px } }
h1 { font-size: 34px; line-height: 1.2; font-weight: 400; letter-spacing: -.01em; margin: 20px 0 12px; text-wrap: balance }
p { margin: 0 0 12px; color: var(--soft) } strong { color: var(--ink); font-weight: 600 }
.mark { display: block; width: 44px; height: 44px }
.people { list-style: none; margin: 0; padding: 0 }
.people li + li { border-top: 1px solid var(--line) }
.person { display: flex; gap: 14px; align-items: center; width: 100%; padding: 14px 12px; border: 0; border-radius: 12px;
  background: none; color: inherit; font: inherit; text-align: left; cursor: pointer; text-decoration: none }
.person:hover { background: var(--hover) }
.face { flex: none; width: 38px; height: 38px; border-radius: 50%; display: grid; place-items: center; color: #fff;
  font-weight: 600; font-size: 15px }
.who { display: block; font-weight: 500; line-height: 1.3 } .mail { display: block; font-size: 14px; color: var(--soft) }
.chip { display: inline-flex; gap: 8px; align-items: center; padding: 4px 14px 4px 5px; border: 1px solid var(--line);
  border-radius: 99px; font-size: 14px; color: inherit; text-decoration: none }
.chip .face { width: 24px; height: 24px; font-size: 11px }
fieldset { border: 0; margin: 0; padding: 0 } legend { padding: 0; margin-bottom: 8px; font-weight: 500 }
.scope { display: flex; gap: 14px; align-items: flex-start; padding: 14px 12px; border-top: 1px solid var(--line);
  cursor: pointer; border-radius: 4px }
.scope:hover { background: var(--hover) }
.scope.fixed { cursor: default } .scope.fixed:hover { background: none }
.scope input { width: 18px; height: 18px; margin: 3px 0 0; accent-color: var(--accent); flex: none }
.scope small { display: block; color: var(--soft); font-size: 12.5px; overflow-wrap: anywhere }
.dot { width: 18px; flex: none; text-align: center; color: var(--accent); font-weight: 700 }
.actions { display: flex; justify-content: flex-end; gap: 8px; margin-top: 24px }
.button { font: inherit; font-size: 14px; font-weight: 600; padding: 10px 24px; border-radius: 99px; cursor: pointer;
  border: 1px solid transparent; background: var(--accent); color: var(--on-accent) }
.button.quiet { background: none; color: var(--accent) } .button.quiet:hover { background: var(--hover) }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
footer { grid-column: 1 / -1; font-size: 13px; color: var(--soft); border-top: 1px solid var(--line); padding-top: 16px }
code { font-size: 14px; overflow-wrap: anywhere }
`;

/** The sandbox's own mark, a calendar leaf, so that no one takes these pages for Google's. */
const MARK = `<svg class="mark" viewBox="0 0 44 44" role="img" aria-label="Sandbox accounts"><rect width="44" height="44"
 rx="12" fill="#0b57d0"/><rect x="10" y="12" width="24" height="22" rx="4" fill="#fff"/><path d="M10 19h24" stroke="#0b57d0"
 stroke-width="2"/><path d="M16 9v5M28 9v5" stroke="#fff" stroke-width="2.5" stroke-linecap="round"/><path d="m16.5 26.5 4
 4 7.5-8" fill="none" stroke="#0b57d0" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
const FOOTER = '<footer>Sandbox accounts on this computer. No real Google account is involved.</footer>';

export const escapeHtml = (text: string) =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** Returns the page on which a person is chosen; each person is a button with `data-email`. */
export function accountPage(people: Person[], url: URL, app: string): string {
  const items = people.map((person) => {
    const fields = [...url.searchParams].filter(([name]) => name !== 'authuser');
    fields.push(['authuser', person.email]);
    const hidden = fields.map(([name, value]) => hiddenField(name, value)).join('');
    return `<li><form method="get" action="/o/oauth2/v2/auth">${hidden}<button class="person" data-email="${escapeHtml(person.email)}">
${face(person)}<span><span class="who">${escapeHtml(person.name)}</span><span class="mail">${escapeHtml(person.email)}</span></span></button></form></li>`;
  });
  return page(
    'Choose an account',
    `<div>${MARK}<h1>Choose an account</h1><p>to continue to <strong>${escapeHtml(app)}</strong></p></div>
<ul class="people">${items.join('')}</ul>${FOOTER}`,
  );
}

/**
 * Returns the page that shows what the app asks for, with buttons "Allow" and "Cancel". Each calendar scope can be
 * unticked.
 * @param canSwitch whether there is another person to switch to
 */
export function consentPage(
  person: Person,
  { app, scopes, query }: { app: string; scopes: string[]; query: URLSearchParams },
  canSwitch: boolean,
): string {
  const identity = scopes.some(isIdentityScope);
  const rows = scopes
    .filter((scope) => !isIdentityScope(scope))
    .map((scope) => {
      const name = scope.replace('https://www.googleapis.com/auth/', '');
      return `<label class="scope"><input type="checkbox" name="scope" value="${escapeHtml(scope)}" checked data-scope="${escapeHtml(name)}">
<span>${escapeHtml(SCOPE_TEXT[name] ?? name)}<small>${escapeHtml(name)}</small></span></label>`;
    });
  const fixed = `<div class="scope fixed"><span class="dot" aria-hidden="true">✓</span>
<span>Know your name and email address<small>to sign you in</small></span></div>`;
  const other = new URLSearchParams(query);
  other.delete('authuser');
  other.delete('login_hint');
  other.set(
    'prompt',
    [...new Set(['select_account', ...(query.get('prompt') ?? '').split(' ')])].join(' ').trim(),
  );
  const who = `${face(person)}<span>${escapeHtml(person.email)}</span>`;
  const chip = canSwitch
    ? `<a class="chip" href="/o/oauth2/v2/auth?${escapeHtml(other.toString())}" aria-label="${escapeHtml(person.email)}, switch account">${who}</a>`
    : `<span class="chip">${who}</span>`;
  return page(
    'Allow access',
    `<div>${MARK}<h1>${escapeHtml(app)} wants access to your account</h1><p>${chip}</p></div>
<form method="post" action="/o/oauth2/v2/auth">${hiddenField('query', query.toString())}${hiddenField('account', person.email)}
<fieldset><legend>Choose what ${escapeHtml(app)} may do</legend>${identity ? fixed : ''}${rows.join('')}</fieldset>
<div class="actions"><button class="button quiet" name="decision" value="cancel">Cancel</button>
<button class="button" name="decision" value="allow">Allow</button></div></form>${FOOTER}`,
  );
}

/** Returns the page for an error that cannot be sent back to the app, with Google's error code. */
export function errorPage(status: number, code: string, text: string): string {
  return page(
    'Access blocked',
    `<div>${MARK}<h1>Access blocked</h1></div><div><p><strong>Error ${status}: <code>${code}</code></strong></p>
<p>${escapeHtml(text)}</p></div>${FOOTER}`,
  );
}

function page(title: string, content: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<link rel="icon" href="/icon.svg" type="image/svg+xml"><title>${title} · Sandbox accounts</title><style>${STYLE}</style></head><body><main>${content}</main></body></html>`;
}

const hiddenField = (name: string, value: string) =>
  `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`;

function face(person: Person): string {
  const initials = person.name
    .split(' ')
    .map((word) => word[0])
    .join('')
    .slice(0, 2);
  return `<span class="face" style="background:${person.color}" aria-hidden="true">${escapeHtml(initials)}</span>`;
}
