import { atGoogle } from './at-google';
import { byPeople } from './by-people';
import type { Life } from './life';
import { mishaps } from './mishaps';
import { namesAndZones } from './names-and-zones';
import type { Performers } from './performers';
import { pick } from './pick';
import { HOME_ZONE, HOUR, MINUTE } from './stage';
import type { Step, StepOf } from './steps';
import type { Meeting } from './truth';

/** Performs a step, adds it to the story, and records what people want from then on. */
export async function perform(life: Life, step: Step): Promise<void> {
  const { stage } = life;
  try {
    const run = performers[step.do] as (life: Life, step: Step) => Promise<boolean>;
    if (await run(life, step)) stage.coverage.had(step.do);
  } catch (error) {
    // An edit that Google refuses, such as a second split at one date.
    if (!/^\{"error":/.test((error as Error).message)) throw error;
    stage.tell(`Google refuses: ${step.do}`);
  }
}

/** Returns every kind of step. */
export const kinds = (): string[] => Object.keys(performers);

const joinAt = (life: Life, meeting: Meeting) =>
  meeting.start + life.overrides.ofMeeting(meeting.key).joinOffset;

/** Returns the meetings of the next hours that must have a bot, at whose join plus these seconds it is not yet. */
function comingJoins(life: Life, seconds: number): Meeting[] {
  return life
    .meetings(life.nowMs, life.nowMs + 2 * HOUR)
    .filter((meeting) => life.overrides.verdict(meeting) === 'must')
    .filter((meeting) => joinAt(life, meeting) + seconds * 1000 > life.nowMs);
}

/** Adds a meeting that must have a bot. */
async function arrangeJoin(life: Life, step: StepOf<'nearJoin'>): Promise<Meeting | undefined> {
  if (life.overrides.auto !== true)
    await perform(life, { do: 'autoSchedule', enabled: true, cancelScheduled: false, doubled: false });
  const meeting = {
    inMinutes: 6 + 20 * step.meeting,
    lasts: 30,
    recurrence: undefined,
    calendar: 0,
    zone: HOME_ZONE,
  };
  await perform(life, { do: 'add', ...meeting, hasLink: true, sharesLink: false });
  await life.stage.deliver(false);
  return pick(comingJoins(life, step.seconds), step.meeting);
}

const performers: Performers = {
  ...atGoogle,
  ...namesAndZones,
  ...byPeople,
  ...mishaps,

  /** Performs a step shortly before or after a bot is due. */
  async nearJoin(life, step) {
    const meeting = pick(comingJoins(life, step.seconds), step.meeting) ?? (await arrangeJoin(life, step));
    if (!meeting) return false;
    await life.pass(joinAt(life, meeting) + step.seconds * 1000 - life.nowMs, step.atOnce);
    life.stage.tell(`it is ${step.seconds} s after the join of “${meeting.title}”`);
    life.aim = meeting.key;
    try {
      await perform(life, step.what);
    } finally {
      life.aim = null;
    }
    // Otherwise something else happens before the join.
    if (step.goesOn && step.seconds < 0) await life.pass((5 - step.seconds) * 1000, step.atOnce);
    return true;
  },

  /** Kills the process that syncs a change at Google. */
  async dieSyncing(life, { queries, what }) {
    for (const process of [0, 1])
      await perform(life, { do: 'kill', process, queries, during: 'calendar/changed' });
    await perform(life, what);
    return true;
  },

  async wait(life, step) {
    await life.pass(step.minutes * MINUTE, step.atOnce);
    life.stage.tell(`${step.minutes} min have passed`);
    return true;
  },

  async waitForMeeting(life, step) {
    const coming = life
      .meetings(life.nowMs, life.nowMs + 10 * HOUR)
      .filter((meeting) => meeting.start > life.nowMs);
    const meeting = pick(coming, step.meeting);
    const ms = (meeting?.start ?? 0) + step.seconds * 1000 - life.nowMs;
    if (ms <= 0) return false;
    await life.pass(ms, step.atOnce);
    life.stage.tell(`it is ${step.seconds} s after the start of “${meeting?.title}”`);
    return true;
  },
};
