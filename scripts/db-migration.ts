// Writes a new migration, offline: `npm run db:migration -- <name>`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { missingMigrationSql } from './migration/schema-engine';

const name = process.argv[2] ?? '';
if (!/^[a-z0-9_]+$/.test(name)) {
  console.error('Usage: npm run db:migration -- <name>, in lower-case letters, digits and underscores.');
  process.exit(1);
}
const sql = await missingMigrationSql();
if (!sql) {
  console.log('prisma/schema.prisma and prisma/migrations agree: there is nothing to write.');
  process.exit(0);
}
const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
const folder = join('prisma/migrations', `${stamp}_${name}`);
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'migration.sql'), sql);
console.log(`Wrote ${folder}/migration.sql; read it before you commit it.`);
process.exit(0);
