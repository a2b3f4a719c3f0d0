const $ = (selector) => document.querySelector(selector);
const personSelect = $('#person');
const calendarSelect = $('#calendar');

/** Returns an element with properties and children; strings become text nodes. */
function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in node) node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

async function call(method, path, body) {
  const response = await fetch(`/control${path}`, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.message ?? answer.error?.message ?? `Failed (${response.status})`);
  return answer;
}

let hideStatus;
function say(text) {
  const status = $('#status');
  status.textContent = text;
  status.classList.add('shown');
  clearTimeout(hideStatus);
  hideStatus = setTimeout(() => status.classList.remove('shown'), 2500);
}

/** Runs an edit, shows its result or error, and refreshes the page. */
async function act(text, work) {
  try {
    await work();
    say(text);
  } catch (error) {
    say(error.message);
  }
  await refresh();
}

let people = [];
const eventsPath = (id) =>
  `/calendars/${encodeURIComponent(calendarSelect.value)}/events${id ? `/${encodeURIComponent(id)}` : ''}`;

function showCalendars() {
  const person = people.find(({ email }) => email === personSelect.value);
  calendarSelect.replaceChildren(
    ...(person?.calendars ?? []).map((calendar) =>
      el(
        'option',
        { value: calendar.calendarId },
        calendar.primary ? `${person.name} (primary)` : calendar.summary,
      ),
    ),
  );
}

const dayText = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const timeText = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });

function linkOf(event) {
  const video = event.conferenceData?.entryPoints?.find((point) => point.entryPointType === 'video');
  if (event.hangoutLink ?? video?.uri) return event.hangoutLink ?? video.uri;
  return event.location ?? (event.description ? 'in the description' : '');
}

function meetingRow(event) {
  const start = event.start.dateTime ? new Date(event.start.dateTime) : null;
  const end = event.end.dateTime ? new Date(event.end.dateTime) : null;
  const now = Date.now();
  const title = event.summary ?? '(no title)';
  const button = (label, name, run, extra = '') =>
    el(
      'button',
      { className: `button ${extra}`, type: 'button', ariaLabel: `${name}: ${title}`, onclick: run },
      label,
    );
  const move = (minutes) => () =>
    act(`Moved by ${minutes} minutes`, () => call('POST', `${eventsPath(event.id)}/move`, { minutes }));
  return el(
    'li',
    { className: `meeting ${start && start <= now && end > now ? 'now' : ''}`, 'data-event': event.id },
    el(
      'span',
      { className: 'time' },
      start ? `${timeText.format(start)} – ${timeText.format(end)}` : 'All day',
    ),
    el(
      'div',
      { className: 'what' },
      el('div', { className: 'title', title }, title),
      el(
        'div',
        { className: 'link' },
        event.recurringEventId ? el('span', { className: 'tag' }, 'series') : null,
        event.eventType && event.eventType !== 'default'
          ? el('span', { className: 'tag' }, event.eventType)
          : null,
        linkOf(event) || 'no link',
      ),
    ),
    el(
      'div',
      { className: 'actions' },
      ...(start
        ? [
            button('−15', 'Move 15 minutes earlier', move(-15)),
            button('+15', 'Move 15 minutes later', move(15)),
          ]
        : []),
      button('Edit', 'Edit', () => edit(event).catch((error) => say(error.message))),
      button(
        'Cancel',
        'Cancel meeting',
        () => act('Canceled', () => call('DELETE', eventsPath(event.id))),
        'danger',
      ),
    ),
  );
}

const pad = (number) => String(number).padStart(2, '0');
const localInput = (date) =>
  `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}T${pad(date.getHours())}:${pad(date.getMinutes())}`;

/** Opens the dialog that edits a meeting's title, link, start and who comes. */
async function edit(event) {
  const attendancePath = `${eventsPath(event.id)}/attendance`;
  const shown = await call('GET', attendancePath);
  const overrun = el('input', {
    type: 'number',
    step: 'any',
    value: shown.overrunMinutes ?? '',
    placeholder: '0 to 3',
  });
  const noOneComes = el('input', { type: 'checkbox', checked: shown.noOneComes === true });
  const noOneAdmits = el('input', { type: 'checkbox', checked: shown.noOneAdmits === true });
  const attendance = () => ({
    ...shown,
    overrunMinutes: overrun.value === '' ? null : Number(overrun.value),
    noOneComes: noOneComes.checked || null,
    noOneAdmits: noOneAdmits.checked || null,
  });
  const shownAttendance = JSON.stringify(attendance());
  const title = el('input', { value: event.summary ?? '', name: 'summary' });
  const link = el('input', {
    value: linkOf(event).startsWith('http') ? linkOf(event) : '',
    placeholder: 'https://… or meet',
  });
  const shownLink = link.value;
  const start = event.start.dateTime
    ? el('input', { type: 'datetime-local', value: localInput(new Date(event.start.dateTime)) })
    : null;
  const shownStart = start?.value;
  const save = async () => {
    const changes = {};
    if (title.value !== (event.summary ?? '')) changes.summary = title.value;
    if (link.value !== shownLink) changes.link = link.value || null;
    if (Object.keys(changes).length > 0) await call('PATCH', eventsPath(event.id), changes);
    if (start && start.value !== shownStart) {
      const minutes = Math.round((new Date(start.value) - new Date(event.start.dateTime)) / 60000);
      await call('POST', `${eventsPath(event.id)}/move`, { minutes });
    }
    if (JSON.stringify(attendance()) !== shownAttendance) await call('PUT', attendancePath, attendance());
  };
  const dialog = el(
    'dialog',
    { ariaLabel: `Edit ${event.summary ?? 'meeting'}`, onclose: () => dialog.remove() },
    el(
      'form',
      { method: 'dialog', onsubmit: () => act('Saved', save) },
      el('h2', {}, 'Edit meeting'),
      el('label', {}, 'Title ', title),
      el('label', {}, 'Link ', link),
      start && el('label', {}, 'Starts ', start),
      el('label', {}, 'People stay beyond the end (min) ', overrun),
      el('label', { className: 'switch' }, noOneComes, ' No one comes'),
      el('label', { className: 'switch' }, noOneAdmits, ' No one lets the bot in'),
      el(
        'div',
        { className: 'actions' },
        el('button', { type: 'button', className: 'button', onclick: () => dialog.close() }, 'Close'),
        el('button', { className: 'button strong' }, 'Save'),
      ),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
}

let shownMeetings = '';
async function showMeetings() {
  if (!calendarSelect.value) return;
  const from = new Date(Date.now() - 15 * 60000).toISOString();
  const to = new Date(Date.now() + 8 * 86400000).toISOString();
  const { items } = await call('GET', `${eventsPath()}?from=${from}&to=${to}`);
  const minute = Math.floor(Date.now() / 60000);
  const key = JSON.stringify([items, minute]);
  if (key === shownMeetings) return;
  shownMeetings = key;
  const days = new Map();
  for (const event of items.filter(({ start }) => start)) {
    const day = dayText.format(new Date(event.start.dateTime ?? `${event.start.date}T12:00`));
    days.set(day, [...(days.get(day) ?? []), event]);
  }
  const blocks = [...days].flatMap(([day, events]) => [
    el('h3', { className: 'day' }, day),
    el('ul', { className: 'list' }, ...events.map(meetingRow)),
  ]);
  $('#meetings').replaceChildren(
    ...(blocks.length > 0
      ? blocks
      : [el('p', { className: 'empty' }, 'No meetings in the next eight days.')]),
  );
}

const ENDS = [
  ['Stopped', 'It leaves'],
  ['Kicked', 'The host removes it'],
  ['NotAllowed', 'No one lets it in'],
  ['Denied', 'It is denied'],
  ['Error', 'It fails'],
];

/** Returns the choice of how a bot ends. */
function endSelect(bot) {
  const end = (reason) => call('POST', `/bots/${bot.id}/advance`, { to: 'bot.stopped', reason });
  return el(
    'select',
    {
      className: 'button danger',
      ariaLabel: `End ${bot.name}`,
      onchange: ({ target }) => act('Ended', () => end(target.value)),
    },
    el('option', { value: '', selected: true }, 'End…'),
    ...ENDS.map(([value, label]) => el('option', { value }, label)),
  );
}

let shownBots = '';
async function showBots() {
  const { items } = await call('GET', '/bots');
  const key = JSON.stringify(items);
  if (key === shownBots) return;
  shownBots = key;
  const rows = items.slice(0, 30).map((bot) => {
    const ended = ['Stopped', 'Kicked', 'Done'].includes(bot.status);
    const failed = ['NotAllowed', 'Denied', 'Error'].includes(bot.status);
    return el(
      'div',
      { className: 'bot', 'data-bot': bot.id },
      el(
        'div',
        { className: 'what' },
        el(
          'div',
          { className: 'title' },
          bot.name,
          ' · ',
          bot.provider === 'attendee' ? el('span', { className: 'tag' }, 'Attendee') : null,
          el('span', { className: `state ${ended ? 'ended' : ''} ${failed ? 'failed' : ''}` }, bot.status),
        ),
        el('div', { className: 'link' }, bot.meetingLink),
      ),
      el(
        'div',
        { className: 'actions' },
        el(
          'button',
          {
            className: 'button',
            type: 'button',
            ariaLabel: `Advance ${bot.name}`,
            onclick: () => act('Advanced', () => call('POST', `/bots/${bot.id}/advance`, {})),
          },
          'Advance',
        ),
        endSelect(bot),
      ),
    );
  });
  $('#bots').replaceChildren(...(rows.length > 0 ? rows : [el('p', { className: 'empty' }, 'No bots yet.')]));
}

let shownLog = '';
async function showLog() {
  const kinds = [...document.querySelectorAll('.filters input:checked')].map((box) => box.value);
  const { items } = await call('GET', '/log?limit=300');
  const shown = items
    .filter(({ kind }) => kinds.includes(kind))
    .slice(-80)
    .reverse();
  const key = JSON.stringify(shown);
  if (key === shownLog) return;
  shownLog = key;
  $('#log').replaceChildren(
    ...shown.map((entry) => {
      const what =
        entry.body?.event ??
        entry.body?.data?.new_state ??
        (entry.kind === 'push'
          ? `push ${entry.body.state} → ${entry.body.subject}`
          : `${entry.method} ${decodeURIComponent(entry.path)}`);
      return el(
        'li',
        { title: entry.path },
        el('span', { className: 'at' }, new Date(entry.at).toLocaleTimeString()),
        el(
          'span',
          { className: entry.status !== null && entry.status < 400 ? 'ok' : 'wrong' },
          String(entry.status ?? '–'),
        ),
        el(
          'span',
          { className: 'path' },
          entry.direction === 'out' ? '→ ' : '← ',
          what,
          entry.note ? ` (${entry.note})` : '',
        ),
        el('span', { className: 'ms' }, `${Math.round(entry.ms)} ms`),
      );
    }),
  );
}

async function refresh() {
  await Promise.all([showMeetings(), showBots(), showLog()]);
}

async function start() {
  const state = await call('GET', '/state');
  people = state.people;
  personSelect.replaceChildren(...people.map(({ email, name }) => el('option', { value: email }, name)));
  showCalendars();
  $('#auto').checked = state.settings.bots.auto;
  if (state.app_url) Object.assign($('#app'), { href: state.app_url, hidden: false });
  personSelect.onchange = () => {
    showCalendars();
    refresh();
  };
  calendarSelect.onchange = refresh;
  $('#auto').onchange = () =>
    act('Saved', () => call('PUT', '/settings', { bots: { auto: $('#auto').checked } }));
  for (const box of document.querySelectorAll('.filters input')) box.onchange = refresh;
  $('#add').onsubmit = (submit) => {
    submit.preventDefault();
    const fields = Object.fromEntries(new FormData(submit.target));
    const input = {
      summary: fields.summary,
      inSeconds: Number(fields.amount) * Number(fields.unit),
      minutes: Number(fields.minutes),
      ...(fields.link && { link: fields.link }),
    };
    act('Added', () => call('POST', eventsPath(), input));
  };
  for (;;) {
    await refresh().catch(() => say('The sandbox does not answer.'));
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

start();
