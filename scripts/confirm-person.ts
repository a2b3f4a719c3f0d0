// Says whether a Google account that wants to sign in is the user with its address: `npm run confirm-person -- <email>
// [same|other]`. Without a verdict it shows who waits.
import { z } from 'zod';
import { askApp, fail, settingsOrFail } from './admin';

const USAGE = 'Usage: npm run --silent confirm-person -- <email> [same|other]';
const given = z
  .tuple([z.email(), z.enum(['same', 'other']).nullable()])
  .safeParse([process.argv[2], process.argv[3] ?? null]);
if (!given.success) fail(USAGE);
const [email, verdict] = given.data;
const env = settingsOrFail();
const answer = await askApp(env, 'confirm-person', { email, verdict });
if (!answer) fail(`No running Usher found for ${env.DATA_DIR}: start it, and have the person sign in once.`);
const claim = z.object({ email: z.string(), google_sub: z.string(), claimed_at: z.string() }).parse(answer);

const WORDS = {
  same: 'It is the same person: they sign in again and find everything.',
  other: `It is another person: they sign in again and start anew. What was there stays, without the address.`,
};
console.log(
  verdict
    ? WORDS[verdict]
    : `The Google account ${claim.google_sub} wanted to sign in as ${claim.email} at ${claim.claimed_at}.
Is it the person who used Usher before? Then add \`same\`. Has the address gone to someone else? Then add \`other\`.`,
);
