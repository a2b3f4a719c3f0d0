// Generates the database client, as `prisma generate` does, by Prisma's own generator. The command itself would bring
// a hundred packages that nothing here uses, and look for a native engine to download.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
// Both are CommonJS; their ES module builds import files that are not published.
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
