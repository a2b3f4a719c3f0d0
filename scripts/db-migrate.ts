// Applies the pending migrations to the settings' database, as a start would: `npm run db:migrate`.
import { closeDatabase, openDatabase, openedDatabase } from '@/lib/platform/database/client';
import { DatabaseRefusal } from '@/lib/platform/database/refusal';
import { fail, settingsOrFail } from './admin';

settingsOrFail();
await openDatabase().catch((error) => fail(error instanceof DatabaseRefusal ? error.message : String(error)));
const { migrated } = openedDatabase();
for (const name of migrated) console.log(`Applied ${name}.`);
if (migrated.length === 0) console.log('No migration is pending.');
await closeDatabase();
