// Runs one job now, in the running app, and prints its answer: `npm run job -- <name>`.
import { askApp, fail, settingsOrFail } from './admin';

const JOBS = ['nightly-scan', 'renew-channels', 'poll-calendars', 'sweep'];

const name = process.argv[2] ?? '';
if (!JOBS.includes(name)) fail(`Usage: npm run job -- <name>, where the name is one of ${JOBS.join(', ')}.`);
const env = settingsOrFail();
const answer = await askApp(env, `job/${name}`, {});
if (!answer) fail('Usher is not running: start it with `npm start`, then run the job again.');
console.log(JSON.stringify(answer, null, 2));
