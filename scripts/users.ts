// Shows the people of the installation, and says who may use it: `npm run users`, `npm run users -- disable <email>`.
import { z } from 'zod';
import { askApp, fail, settingsOrFail } from './admin';

const COMMANDS = ['list', 'disable', 'enable', 'remove', 'promote', 'demote'];
const USAGE = `Usage: npm run --silent users
       npm run --silent users -- disable|enable <email>    keeps someone out, and lets them in again
       npm run --silent users -- promote|demote <email>    makes someone an administrator, or not
       npm run --silent users -- remove <email>            deletes someone with everything that is stored`;
const [command = 'list', email] = process.argv.slice(2);
if (!COMMANDS.includes(command) || (command === 'list') !== (email === undefined)) fail(USAGE);
if (email !== undefined && !z.email().safeParse(email).success)
  fail(`${email} is not an e-mail address.`, USAGE);

const env = settingsOrFail();
const answer = await askApp(env, 'users', { command, email });
if (!answer) fail(`No running Usher found for ${env.DATA_DIR}: start it first.`);

const { message, people } = z
  .object({
    message: z.string().optional(),
    people: z.array(
      z.object({
        email: z.string(),
        status: z.string(),
        is_administrator: z.boolean(),
        last_seen_at: z.string().nullable(),
        accounts: z.array(z.string()),
        bots_booked: z.number(),
        bots_active: z.number(),
      }),
    ),
  })
  .parse(answer);

if (message) console.log(message);
else if (people.length === 0) console.log('No one has signed in yet.');
else {
  console.table(
    Object.fromEntries(
      people.map((person) => [
        person.email,
        {
          status: person.status.replace('_', ' '),
          administrator: person.is_administrator ? 'yes' : '',
          'last seen': person.last_seen_at ?? 'never',
          accounts: person.accounts.length,
          'bots booked': person.bots_booked,
          'bots active': person.bots_active,
        },
      ]),
    ),
  );
}
