// The import rules of docs/architecture.md: who may know whom. `npm test` fails on a breach, and on a circle.
const TESTS = '\\.test\\.tsx?$|/testing[^/]*\\.ts$|^lib/services/model/';

/**
 * A folder may import only what is listed, besides itself and, for its tests, anything.
 * @param {string} folder
 * @param {string[]} allowed patterns of paths
 * @param {string} comment
 */
const only = (folder, allowed, comment) => ({
  name: folder
    .replace(/[^a-z-]+/g, ' ')
    .trim()
    .replaceAll(' ', '-'),
  severity: 'error',
  comment,
  from: { path: `^${folder}`, pathNot: TESTS },
  to: { pathNot: [`^${folder}`, ...allowed], dependencyTypesNot: ['core'] },
});

const COMMON = '^lib/(env|logger|secrets|clock)\\.ts$';
const npm = (...names) => `node_modules/(${names.join('|')})(/|$)`;

module.exports = {
  forbidden: [
    {
      name: 'no-circle',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    only(
      'lib/domain/',
      [npm('temporal-polyfill', 'htmlparser2')],
      'Decisions are pure: no I/O, no framework, one date library, one HTML parser.',
    ),
    only(
      'lib/contract/',
      [npm('zod', 'zod-openapi'), '^lib/domain/', '^package\\.json$'],
      'The contract is safe to import in a browser.',
    ),
    only(
      'lib/google/',
      [npm('@googleapis', 'google-auth-library', 'gaxios', 'zod'), '^lib/domain/', COMMON],
      'A door to the outside knows its own SDK only.',
    ),
    only(
      'lib/bot-providers/',
      [npm('zod'), '^lib/domain/', COMMON],
      'A door to the outside knows its own SDK only.',
    ),
    only(
      'lib/db/',
      [npm('@electric-sql', 'pglite-prisma-adapter', 'pg', '@types/pg', '@prisma'), '^lib/domain/', COMMON],
      'A door to the outside knows its own SDK only.',
    ),
    {
      name: 'lib-services',
      severity: 'error',
      comment: 'Use cases know the doors and the decisions, not who calls them.',
      from: { path: '^lib/services/', pathNot: TESTS },
      to: { path: '^(lib/http/|app/|components/|inngest/)' },
    },
    {
      name: 'lib-http',
      severity: 'error',
      comment: 'The wrapper of the handlers asks services, never the database or the outside.',
      from: { path: '^lib/http/', pathNot: TESTS },
      to: { path: '^(lib/(db|google|bot-providers)/|app/|components/|inngest/)' },
    },
    {
      name: 'lib-below-all',
      severity: 'error',
      from: { path: '^lib/', pathNot: TESTS },
      to: { path: '^(app|components|sandbox|scripts|e2e)/' },
    },
    {
      name: 'only-google-knows-google',
      severity: 'error',
      from: { path: '^(app|components|inngest|lib)/', pathNot: ['^lib/google/', TESTS] },
      to: { path: npm('@googleapis', 'google-auth-library') },
    },
    {
      name: 'only-db-opens-a-database',
      severity: 'error',
      from: { path: '^(app|components|inngest|lib)/', pathNot: ['^lib/db/', TESTS] },
      to: { path: npm('@electric-sql', 'pglite-prisma-adapter', 'pg', '@prisma/adapter-pg') },
    },
    {
      name: 'routes-and-jobs-are-thin',
      severity: 'error',
      comment: 'A handler or a job makes one service call; it has no queries or requests of its own.',
      from: { path: '^(app/api|inngest/functions)/', pathNot: TESTS },
      to: { path: '^(lib/(db|google|bot-providers|domain)/|components/)' },
    },
    {
      name: 'components-over-http',
      severity: 'error',
      comment: 'What runs in the browser knows the contract and the API, nothing of the server.',
      from: { path: '^components/', pathNot: TESTS },
      to: { path: '^(lib/(?!contract/|domain/)|app/|inngest/)' },
    },
    {
      name: 'nobody-knows-the-sandbox',
      severity: 'error',
      comment: 'The app knows the sandbox by its address only.',
      from: { path: '^(app|components|inngest|lib|scripts)/', pathNot: TESTS },
      to: { path: '^sandbox/' },
    },
    {
      name: 'sandbox-stands-alone',
      severity: 'error',
      from: { path: '^sandbox/', pathNot: TESTS },
      to: { path: '^(app|components|inngest|lib|scripts)/' },
    },
    {
      name: 'runs-without-development-packages',
      severity: 'error',
      comment:
        'What runs in production is in a tree that `npm ci --omit=dev` installed; types are not needed there.',
      from: { path: '^(app|components|inngest|lib|sandbox)/', pathNot: TESTS },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: '^node_modules/@types/',
      },
    },
    {
      name: 'tests-stay-out',
      severity: 'error',
      from: { path: '^(app|components|inngest|lib|sandbox)/', pathNot: TESTS },
      to: { path: TESTS },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: ['node_modules', '^lib/db/generated/'] },
    exclude: { path: ['^lib/db/generated/.*/'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
