import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { POSITIVES } from '@/test/links/corpus';
import { HOSTILE_PIECES, HOSTILE_STARTS, hostileText } from '@/test/links/hostile-text';
import { chooseMeetingLink, findMeetingLinks, findOpaqueLinks } from './';

const MEGABYTE = 1_000_000;
/** How many characters are read of a text; growth is measured within them. */
const READ = 32_768;

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .array(
      fc.oneof(
        fc.constantFrom(...HOSTILE_PIECES, ...HOSTILE_STARTS),
        fc.constantFrom('/j/', '85012345678', '">', '</a>', '!!', ' ', '#/', '?', '\u0000', '会', '%E0%A4%A'),
        fc.constantFrom(...POSITIVES).map((one) => one.text.slice(0, 300)),
      ),
      { maxLength: 30 },
    )
    .map((pieces) => pieces.join('')),
);

/** How often a time is measured before it counts: other work on the machine makes it longer, never shorter. */
const TRIES = 40;

/** Returns the time of one run, in ms. */
function timeOf(description: string): number {
  const begun = performance.now();
  findMeetingLinks({ description });
  return performance.now() - begun;
}

describe('finding links in any text', () => {
  it('never throws, and every link is https on a known host with a stable key', () => {
    fc.assert(
      fc.property(text, text, text, (location, description, summary) => {
        findOpaqueLinks({ location, description, summary });
        for (const link of findMeetingLinks({ location, description, summary })) {
          expect(link.url).toMatch(/^https:\/\/[\w.-]+\//);
          expect(chooseMeetingLink({ location: link.url })?.key).toBe(link.key);
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('finds the same link key whatever stands around the link and whatever wraps it', () => {
    const wrap = fc.constantFrom(
      (url: string) => `https://www.google.com/url?q=${encodeURIComponent(url)}&sa=D`,
      (url: string) =>
        `https://eur01.safelinks.protection.outlook.com/?url=${encodeURIComponent(url)}&data=1`,
      (url: string) => `https://linkprotect.cudasvc.com/url?a=${encodeURIComponent(url)}&c=E`,
      (url: string) => `https://urldefense.proofpoint.com/v1/url?u=${encodeURIComponent(url)}&k=x`,
      (url: string) => `https://secure-web.cisco.com/1aB/${encodeURIComponent(url)}`,
    );
    const around = fc.constantFrom(' ', '\n', '<', '>', '(', ')', '会', 'é ', '"', '<br>', '</p>', '\u00a0');
    fc.assert(
      fc.property(
        fc.constantFrom(...POSITIVES),
        fc.array(wrap, { maxLength: 4 }),
        around,
        around,
        ({ url, key, platform }, wraps, before, after) => {
          const written = wraps.reduce((inner, one) => one(inner), url);
          expect(chooseMeetingLink({ description: `${before}${written}${after}` })).toMatchObject({
            key,
            platform,
            url,
          });
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('takes no more than 20 ms for a megabyte', () => {
    for (const start of HOSTILE_STARTS) {
      for (const piece of HOSTILE_PIECES) {
        const description = hostileText(start, piece, MEGABYTE);
        let least = timeOf(description);
        for (let tries = 1; least >= 20 && tries < TRIES; tries += 1)
          least = Math.min(least, timeOf(description));
        expect(least, JSON.stringify(start + piece)).toBeLessThan(20);
      }
    }
  });

  it('takes twice the time for twice the text', () => {
    for (const piece of HOSTILE_PIECES) {
      const [short, long] = [hostileText('', piece, READ / 2), hostileText('', piece, READ)];
      let [half, whole] = [timeOf(short), timeOf(long)];
      // A quadratic step takes four times as long; half a millisecond is noise.
      for (let tries = 1; whole >= 3 * half + 0.5 && tries < TRIES; tries += 1)
        [half, whole] = [Math.min(half, timeOf(short)), Math.min(whole, timeOf(long))];
      expect(whole, JSON.stringify(piece)).toBeLessThan(3 * half + 0.5);
    }
  });
});
