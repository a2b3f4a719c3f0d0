/** What is wanted of a meeting's bot from a moment on. Times are epoch milliseconds. */
export type Expectation = { fromMs: number; bot: { link: string; dueMs: number } | null };

/** A meeting with everything that was wanted of it, in the order of time; the last expectation holds. Each has links of its own. */
export type Meeting = { title: string; expectations: Expectation[] };

/** A bot as its provider knows it; `stoppedMs` is null while it is in its meeting or on its way there. */
export type ProviderBot = { id: string; link: string; createdMs: number; stoppedMs: number | null };

/** A write that the API acknowledged, and whether it is still there. */
export type Write = { what: string; stands: boolean };

export type Day = {
  meetings: Meeting[];
  bots: ProviderBot[];
  writes: Write[];
  fault: { beganMs: number; endedMs: number };
  judgedMs: number;
};

export type Verdict = {
  due: number;
  joined: number;
  doubled: number;
  missed: number;
  wrong: number;
  lost: number;
  /** How long after its time the latest bot joined, in ms. */
  latestMs: number;
  /** How long the latest of the bots that joined after the fault joined after its end or its own time, in ms. */
  latestAfterFaultMs: number;
  /** What is not as it should be, a sentence each. */
  findings: string[];
};

/** A bot may come this much before its time: the bots of a second are sent together, at its beginning. */
const EARLY_MS = 1_500;

/** Returns what became of the meetings of a day, from what the provider and the API say. */
export function judge(day: Day): Verdict {
  const verdict: Verdict = {
    ...{ due: 0, joined: 0, doubled: 0, missed: 0, wrong: 0, lost: 0 },
    ...{ latestMs: 0, latestAfterFaultMs: 0, findings: [] },
  };
  for (const meeting of day.meetings) judgeMeeting(meeting, day, verdict);
  for (const { what, stands } of day.writes) {
    if (stands) continue;
    verdict.lost++;
    verdict.findings.push(`Lost: ${what}.`);
  }
  return verdict;
}

function judgeMeeting(meeting: Meeting, day: Day, verdict: Verdict): void {
  const links = new Set(meeting.expectations.flatMap(({ bot }) => bot?.link ?? []));
  const bots = day.bots.filter(({ link }) => links.has(link)).sort((a, b) => a.createdMs - b.createdMs);
  const say = (what: string, ms: number) =>
    verdict.findings.push(`${what}: “${meeting.title}” at ${new Date(ms).toISOString().slice(11, 21)}.`);

  for (const bot of doublesOf(meeting, bots)) {
    verdict.doubled++;
    say('Doubled', bot.createdMs);
  }
  const expectation = meeting.expectations.at(-1)?.bot ?? null;
  const isDue = expectation !== null && expectation.dueMs <= day.judgedMs;
  const there = bots.filter(({ stoppedMs }) => stoppedMs === null);
  for (const bot of bots) {
    const isLeftOver = bot.stoppedMs === null && !(isDue && bot.link === expectation.link);
    if (!isLeftOver && !isEarly(meeting, bot)) continue;
    verdict.wrong++;
    say(isLeftOver ? 'Wrong, still there' : 'Wrong, too early', bot.createdMs);
  }
  if (!isDue) return;
  verdict.due++;
  const joined = there.find(({ link }) => link === expectation.link);
  if (!joined) {
    verdict.missed++;
    say('Missed', expectation.dueMs);
    return;
  }
  verdict.joined++;
  const wantedMs = Math.max(expectation.dueMs, wantedSince(meeting));
  verdict.latestMs = Math.max(verdict.latestMs, joined.createdMs - wantedMs);
  if (joined.createdMs > day.fault.endedMs) {
    const lateMs = joined.createdMs - Math.max(wantedMs, day.fault.endedMs);
    verdict.latestAfterFaultMs = Math.max(verdict.latestAfterFaultMs, lateMs);
  }
}

/** Returns since when the last expectation holds; 0 for the first one, which was there before the day began. */
function wantedSince({ expectations }: Meeting): number {
  return expectations.length > 1 ? (expectations.at(-1)?.fromMs ?? 0) : 0;
}

/** Returns the bots that came although one was there, or had been there since the meeting last changed. */
function doublesOf({ expectations }: Meeting, bots: ProviderBot[]): ProviderBot[] {
  return bots.filter((bot, index) =>
    bots.slice(0, index).some((earlier) => {
      const isThere = earlier.stoppedMs === null || earlier.stoppedMs > bot.createdMs;
      const hasChanged = expectations.some(
        ({ fromMs }) => fromMs > earlier.createdMs && fromMs <= bot.createdMs,
      );
      const isForTheSame = !hasChanged && wasWanted(expectations, earlier);
      return earlier.link === bot.link && (isThere || isForTheSame);
    }),
  );
}

/** Returns whether a bot came for what was wanted then; else a change was not known yet. */
function wasWanted(expectations: Expectation[], { link, createdMs }: ProviderBot): boolean {
  const wanted = expectations.filter(({ fromMs }) => fromMs <= createdMs).at(-1)?.bot;
  return wanted?.link === link && createdMs >= wanted.dueMs - EARLY_MS;
}

/** Returns whether a bot came before the time that any expectation for its link had until then. */
function isEarly({ expectations }: Meeting, bot: ProviderBot): boolean {
  const known = expectations.flatMap((expectation) =>
    expectation.bot?.link === bot.link && expectation.fromMs <= bot.createdMs ? expectation.bot.dueMs : [],
  );
  return known.every((dueMs) => bot.createdMs < dueMs - EARLY_MS);
}
