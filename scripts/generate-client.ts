// Generates the database client by Prisma's own generator, as `prisma generate` does, and the tables' columns for the
// statements in SQL. Prisma's command itself would bring a hundred unused packages and look for an engine to download.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
// Both are loaded as CommonJS, because their ES module builds import files that are not published.
const { getGenerators, loadSchemaContext } =
  require('@prisma/internals') as typeof import('@prisma/internals');
const { PrismaClientTsGenerator } =
  require('@prisma/client-generator-ts') as typeof import('@prisma/client-generator-ts');

const schemaContext = await loadSchemaContext({ schemaPath: { cliProvidedPath: 'prisma/schema.prisma' } });
const generators = await getGenerators({
  schemaContext,
  registry: { 'prisma-client': { type: 'in-process', generator: new PrismaClientTsGenerator() } },
  skipDownload: true,
  cliCommand: 'generate',
});
for (const generator of generators) {
  await generator.generate();
  generator.stop();
}

/** Prisma's scalar types, as columns. Other types are the database's enums. */
const COLUMNS: Record<string, string> = {
  String: 'text',
  Int: 'int',
  BigInt: 'bigint',
  Boolean: 'boolean',
  DateTime: 'timestamptz',
  Json: 'json(z.unknown())',
};

const [client] = generators;
if (!client?.options) throw new Error('The schema names no generator.');
const { models, enums } = client.options.dmmf.datamodel;
writeFileSync('lib/platform/database/generated/columns.ts', columnsModule(models, enums));

type Datamodel = NonNullable<typeof client.options>['dmmf']['datamodel'];

/** Returns a module with an object of columns for each table and a column for each enum, of the types in lib/platform/sql.ts. */
function columnsModule(models: Datamodel['models'], enums: Datamodel['enums']): string {
  const enumLines = enums.map(
    ({ name, values }) =>
      `export const ${name} = enumOf('${name}', [${values.map((value) => `'${value.name}'`).join(', ')}]);`,
  );
  const tables = models.map(({ name, fields }) => {
    const lines = fields
      .filter(({ kind }) => kind !== 'object')
      .map(({ name, type, isRequired }) => {
        const column = COLUMNS[type] ?? type;
        return `  ${name}: ${isRequired ? column : `nullable(${column})`},`;
      });
    return `export const ${name} = {\n${lines.join('\n')}\n};`;
  });
  return [
    '// Generated from prisma/schema.prisma by scripts/generate-client.ts.',
    "import { z } from 'zod';",
    "import { bigint, boolean, enumOf, int, json, nullable, text, timestamptz } from '@/lib/platform/sql';",
    '',
    ...enumLines,
    ...tables,
    '',
  ].join('\n');
}
