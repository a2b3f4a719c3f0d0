import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { CHANGE_KINDS, type ChangeKind } from '@/lib/contract/changes';
import { SILENT_MS } from './follow-server';
import { followTogether } from './follow-together';

/** The server's end of a stream. */
class Stream extends EventTarget {
  static opened: Stream[] = [];
  readyState = 1;
  onopen?: () => void;
  onmessage?: (message: { data: string }) => void;
  onerror?: () => void;
  constructor() {
    super();
    Stream.opened.push(this);
    setTimeout(() => this.onopen?.());
  }
  close() {
    this.readyState = 2;
  }
  say(...changed: ChangeKind[]) {
    this.onmessage?.({ data: JSON.stringify({ changed }) });
  }
}

const openStreams = () => Stream.opened.filter((stream) => stream.readyState !== 2);
const ends: (() => void)[] = [];

function openPage(person: string) {
  const heard = { changed: [] as ChangeKind[], isLive: true, silences: 0, otherPersons: 0 };
  const close = followTogether(person, {
    onChanged: (kinds) => heard.changed.push(...kinds),
    onLive: (isLive) => {
      if (!isLive) heard.silences++;
      heard.isLive = isLive;
    },
    onOtherPerson: () => {
      heard.otherPersons++;
    },
  });
  ends.push(close);
  return { heard, close };
}

beforeEach(() => {
  Stream.opened = [];
  vi.stubGlobal('EventSource', Stream);
});
afterEach(() => {
  for (const end of ends.splice(0)) end();
  vi.unstubAllGlobals();
});

it('tells all pages of a person by one stream, and by another one when the page that has it closes', async () => {
  const pages = [openPage('usr_a'), openPage('usr_a'), openPage('usr_a')];
  await vi.waitFor(() => expect(openStreams()).toHaveLength(1));
  openStreams()[0]?.say('bots');
  await vi.waitFor(() => expect(pages.map(({ heard }) => heard.changed)).toEqual(Array(3).fill(['bots'])));
  pages[0]?.close();
  await vi.waitFor(() => expect(Stream.opened).toHaveLength(2));
  expect(openStreams()).toHaveLength(1);
  openStreams()[0]?.say('events');
  await vi.waitFor(() =>
    expect(pages.map(({ heard }) => heard.changed)).toEqual([
      ['bots'],
      ['bots', 'events'],
      ['bots', 'events'],
    ]),
  );
});

it('tells no page what changed of another person, and tells the pages of the one who was there before', async () => {
  const before = openPage('usr_a');
  await vi.waitFor(() => expect(openStreams()).toHaveLength(1));
  const after = openPage('usr_b');
  await vi.waitFor(() => expect(openStreams()).toHaveLength(2));
  await vi.waitFor(() => expect(before.heard.otherPersons).toBe(1));
  openStreams()[1]?.say('bots');
  await vi.waitFor(() => expect(after.heard.changed).toEqual(['bots']));
  expect(before.heard.changed).toEqual([]);
  expect(after.heard.otherPersons).toBe(0);
});

it('tells all pages within seconds that the stream is silent, and everything when there is another one', async () => {
  const pages = [openPage('usr_a'), openPage('usr_a')];
  await vi.waitFor(() => expect(openStreams()).toHaveLength(1));
  const shown = () => pages.map(({ heard }) => heard.isLive);
  // Another stream may be there a moment later.
  await vi.waitFor(
    () => expect(pages.every(({ heard }) => heard.silences > 0)).toBe(true),
    SILENT_MS + 2_000,
  );
  await vi.waitFor(() => expect(shown()).toEqual([true, true]), 4_000);
  expect(openStreams()).toHaveLength(1);
  expect(pages.map(({ heard }) => heard.changed)).toEqual([[...CHANGE_KINDS], [...CHANGE_KINDS]]);
});

it('takes over from a page that does not answer, which gives its stream up when it comes back', async () => {
  let wokenUp: unknown;
  // A frozen page holds the lock and tells nothing.
  navigator.locks
    .request('usher-changes usr_a', () => new Promise<void>(() => {}))
    .catch((error) => {
      wokenUp = error;
    });
  const page = openPage('usr_a');
  expect(openStreams()).toHaveLength(0);
  await vi.waitFor(() => expect(openStreams()).toHaveLength(1), SILENT_MS + 2_000);
  await vi.waitFor(() => expect(page.heard).toMatchObject({ isLive: true, changed: [...CHANGE_KINDS] }));
  expect(wokenUp).toBeInstanceOf(DOMException);
});

it('opens a stream for each page where there are no locks', async () => {
  vi.spyOn(navigator, 'locks', 'get').mockReturnValue(undefined as never);
  openPage('usr_a');
  openPage('usr_a');
  await vi.waitFor(() => expect(openStreams()).toHaveLength(2));
  vi.restoreAllMocks();
});
