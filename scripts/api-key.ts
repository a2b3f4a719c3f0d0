// Creates an API key and prints it, alone on stdout: `npm run --silent api-key -- <email>`. Creates the user if needed.
import { z } from 'zod';
import { createApiKeyFor } from '@/lib/accounts/api-keys';
import { closeDatabase, openDatabase } from '@/lib/platform/database/client';
import { DatabaseRefusal } from '@/lib/platform/database/refusal';
import { askApp, fail, settingsOrFail } from './admin';

const given = z.email().safeParse(process.argv[2]);
if (!given.success) {
  const what = process.argv[2] === undefined ? '' : `${process.argv[2]} is not an e-mail address. `;
  fail(`${what}Usage: npm run --silent api-key -- <email>`);
}
const email = given.data;
const env = settingsOrFail();

async function makeKey(): Promise<string> {
  // The embedded database has one owner: while the app runs, it creates the key.
  const answer = await askApp(env, 'api-key', { email });
  if (answer) return z.object({ key: z.string() }).parse(answer).key;
  await openDatabase().catch((error) =>
    fail(error instanceof DatabaseRefusal ? error.message : String(error)),
  );
  const { key } = await createApiKeyFor(email, 'Created on the command line', new Date());
  await closeDatabase();
  // With another DATA_DIR than the app's, the key would not work, and nothing else would tell why.
  if (!env.DATABASE_URL) {
    console.error(
      `No running Usher found for ${env.DATA_DIR}; the key was created in that directory's database.`,
    );
  }
  return key;
}

console.log(await makeKey());
