import { chooseMeetingLink, findMeetingLinks, type MeetingPlatform } from '@/lib/meeting-link';
import { NEGATIVES, POSITIVES } from '@/test/links/corpus';
import { HOSTILE_PIECES, HOSTILE_STARTS, hostileText } from '@/test/links/hostile-text';
import { type Bench, type Figure, median } from './bench';

const MEGABYTE = 1_000_000;
/** How many characters are read of one text. */
const READ = 32_768;

/** Returns the processor time of one run in microseconds, the median of several rounds of `runs` runs. */
function microseconds(run: () => unknown, runs: number, rounds = 15): number {
  for (let i = 0; i < runs; i += 1) run();
  const taken = Array.from({ length: rounds }, () => {
    const begun = process.cpuUsage();
    for (let i = 0; i < runs; i += 1) run();
    const { user, system } = process.cpuUsage(begun);
    return (user + system) / runs;
  });
  return median(taken);
}

/** Looks at each character once, the least that can be done with a text. */
function readOnce(text: string): number {
  let colons = 0;
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) === 0x3a) colons += 1;
  return colons;
}

const bench: Bench = {
  title: 'Meeting links',
  about: `How many links \`lib/meeting-link\` finds in its corpus of ${POSITIVES.length} texts with a meeting link and ${NEGATIVES.length} without (right is a link with the right platform, link key and address), and how fast: processor time, beside a bare loop that looks at each character once.`,
  async run() {
    return [...accuracy(), ...speed()];
  },
};

export default bench;

function accuracy(): Figure[] {
  const found = [
    ...POSITIVES.map((one) => ({ ...one })),
    ...NEGATIVES.map((one) => ({ ...one, key: null })),
  ].map((one) => {
    const link = chooseMeetingLink({ description: one.text });
    const expected = 'platform' in one ? one.platform : null;
    const isRight =
      'platform' in one && link?.key === one.key && link.url === one.url && link.platform === one.platform;
    return { expected, answered: link?.platform ?? null, isRight };
  });
  const platforms = [...new Set(POSITIVES.map((one) => one.platform))];
  return platforms.map((platform: MeetingPlatform) => {
    const right = found.filter((one) => one.expected === platform && one.isRight).length;
    const expected = found.filter((one) => one.expected === platform).length;
    const answered = found.filter((one) => one.answered === platform).length;
    const [precision, recall] = [right / answered, right / expected];
    return {
      what: `${platform}: precision, recall`,
      value: `${precision.toFixed(3)}, ${recall.toFixed(3)} (${expected} texts)`,
      goal: '1.0, 1.0',
      met: precision === 1 && recall === 1,
    };
  });
}

function speed(): Figure[] {
  const texts = [...POSITIVES, ...NEGATIVES].map((one) => one.text);
  const perEvent =
    microseconds(() => texts.map((description) => findMeetingLinks({ description })), 10) / texts.length;
  const bareEvent = microseconds(() => texts.map(readOnce), 10) / texts.length;

  const mails = POSITIVES.map((one) => one.text).filter((text) => text.length > 300);
  const long = mails.join('\n\n').repeat(3).slice(0, READ);
  const longTime = microseconds(() => findMeetingLinks({ description: long }), 20);
  const bareLong = microseconds(() => readOnce(long), 20);
  const words = 'Please read the notes of our last meeting before we talk. '.repeat(1000).slice(0, READ);
  const wordsTime = microseconds(() => findMeetingLinks({ description: words }), 50);

  const worst = HOSTILE_STARTS.flatMap((start) =>
    HOSTILE_PIECES.map((piece) => {
      const description = hostileText(start, piece, MEGABYTE);
      const time = microseconds(() => findMeetingLinks({ description }), 3, 5) / 1000;
      return { text: JSON.stringify(start + piece), time };
    }),
  ).sort((one, other) => other.time - one.time)[0];
  const megabytesPerSecond = (time: number) => `${(READ / time).toFixed(0)} MB/s`;
  return [
    {
      what: 'one event of the corpus',
      value: `${perEvent.toFixed(1)} µs`,
      beside: `${bareEvent.toFixed(1)} µs`,
    },
    {
      what: `a long description: invitations one after the other, ${READ} characters`,
      value: megabytesPerSecond(longTime),
      beside: `${megabytesPerSecond(bareLong)}`,
    },
    {
      what: `a long description without a link, ${READ} characters`,
      value: megabytesPerSecond(wordsTime),
      beside: megabytesPerSecond(microseconds(() => readOnce(words), 50)),
    },
    {
      what: `the slowest of ${HOSTILE_STARTS.length * HOSTILE_PIECES.length} hostile texts of 1 MB (${worst?.text})`,
      value: `${worst?.time.toFixed(1)} ms`,
      goal: '≤ 20 ms',
      met: (worst?.time ?? 0) <= 20,
    },
  ];
}
