// The import rules of docs/architecture.md: who may import whom. `npm test` fails on a breach, and on a circle.
const TESTS = '\\.test\\.tsx?$|^(test|e2e|bench)/';
const GENERATED = '^lib/platform/database/generated/';

/** Pure code: a `domain` folder of a stage, and the links, which are pure altogether. */
const PURE = '^lib/([a-z-]+/domain|meeting-link)/';
/** The stages of the pipeline, each with the stages that it may import. Arrows run one way. */
const STAGES = {
  'calendar-sync': ['scheduling', 'occurrences', 'accounts', 'activity'],
  setup: ['dispatch', 'calendar-sync', 'scheduling', 'accounts', 'activity'],
  metrics: ['dispatch', 'calendar-sync', 'scheduling', 'activity'],
  dispatch: ['scheduling', 'accounts', 'activity'],
  scheduling: ['occurrences', 'accounts', 'activity'],
  occurrences: ['activity'],
  accounts: ['activity'],
  activity: [],
};
const anyOf = (names) => `^lib/(${names.join('|')})/`;
const npm = (...names) => `node_modules/(${names.join('|')})(/|$)`;

/**
 * A folder may import only what is listed, besides itself; its tests may import anything.
 * @param {string} name
 * @param {string} folder pattern of paths
 * @param {string[]} allowed patterns of paths
 * @param {{ comment: string, except?: string[], needsNode?: boolean }} more `except`: patterns of paths within the folder
 *   with rules of their own; `needsNode`: whether Node's modules are allowed
 */
const only = (name, folder, allowed, { comment, except = [], needsNode = true }) => ({
  name,
  severity: 'error',
  comment,
  from: { path: folder, pathNot: [TESTS, GENERATED, ...except] },
  // Pure code, and what a browser loads, has no use for Node's own modules either.
  to: { pathNot: [folder, ...allowed], ...(needsNode ? { dependencyTypesNot: ['core'] } : {}) },
});

/**
 * A folder may not import what is listed; its tests may.
 * @param {string} name
 * @param {string} folder pattern of paths
 * @param {string} denied pattern of paths
 * @param {{ comment: string, except?: string[] }} more `except`: patterns of paths within the folder that are left out
 */
const never = (name, folder, denied, { comment, except = [] }) => ({
  name,
  severity: 'error',
  comment,
  from: { path: folder, pathNot: [TESTS, ...except] },
  to: { path: denied },
});

module.exports = {
  forbidden: [
    { name: 'no-circle', severity: 'error', from: { pathNot: GENERATED }, to: { circular: true } },
    { name: 'unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    only('domain', PURE, [npm('temporal-polyfill', 'htmlparser2', 'windows-iana')], {
      comment:
        'Decisions are pure: no I/O, no framework, one date library, one list of zones, one HTML parser.',
      needsNode: false,
    }),
    only('contract', '^lib/contract/', [npm('zod', 'zod-openapi'), PURE, '^package\\.json$'], {
      comment: 'The contract is safe to import in a browser.',
      needsNode: false,
    }),
    only(
      'google',
      '^lib/google/',
      [npm('@googleapis', 'google-auth-library', 'gaxios', 'zod'), PURE, '^lib/platform/(?!database/)'],
      { comment: 'A door to the outside knows its own SDK only.' },
    ),
    only('providers', '^lib/dispatch/providers/', [npm('zod'), PURE, '^lib/platform/(?!database/)'], {
      comment: 'A door to the outside knows its own SDK only.',
    }),
    only(
      'platform',
      '^lib/platform/',
      [
        npm('@electric-sql', 'pglite-prisma-adapter', 'pg', '@types/pg', '@prisma', 'zod', 'pino', 'croner'),
        npm('rate-limiter-flexible', 'jose'),
      ],
      { comment: 'What is no stage imports its libraries, and nothing of ours.' },
    ),
    ...Object.entries(STAGES).map(([stage, below]) =>
      only(
        stage,
        `^lib/${stage}/`,
        [
          PURE,
          ...(below.length > 0 ? [anyOf(below)] : []),
          '^lib/(google|platform|contract)/',
          'node_modules/',
        ],
        {
          comment: 'A stage imports the stages below it, the doors, the platform and the contract.',
          except: [PURE, '^lib/dispatch/providers/'],
        },
      ),
    ),
    never('only-dispatch-knows-providers', '^(app|commands|inngest|lib)/', '^lib/dispatch/providers/', {
      comment: 'The providers are the door of dispatch.',
      except: ['^lib/dispatch/'],
    }),
    never(
      'http',
      '^lib/http/',
      `^lib/platform/(?!env|logger|log-seldom|clock|secrets|process-global|stop|written-json)|^lib/(google|dispatch/providers)/|^(app|commands|components|inngest)/`,
      {
        comment: 'The wrapper of the handlers asks use cases, never the database, its types, or the outside.',
      },
    ),
    never('lib-below-all', '^lib/', '^(app|commands|components|inngest|sandbox|scripts|e2e|test|bench)/', {
      comment: 'Nothing in lib knows who calls it.',
    }),
    never(
      'only-google-knows-google',
      '^(app|commands|components|inngest|lib)/',
      npm('@googleapis', 'google-auth-library'),
      { comment: 'Google’s packages stay behind lib/google.', except: ['^lib/google/'] },
    ),
    never(
      'only-the-platform-opens-a-database',
      '^(app|commands|components|inngest|lib)/',
      npm('@electric-sql', 'pglite-prisma-adapter', 'pg', '@prisma'),
      { comment: 'One place opens databases.', except: ['^lib/platform/database/'] },
    ),
    never(
      'routes-and-jobs-are-thin',
      '^(app/api|commands|inngest/functions)/',
      `^lib/platform/database/|^lib/google/|^lib/dispatch/providers/|${PURE}|^components/`,
      { comment: 'A handler or a job calls use cases; it has no queries, decisions or requests of its own.' },
    ),
    never(
      'pages-over-http',
      '^(app/(?!api/)|components/)',
      '^lib/(?!contract/|[a-z-]+/domain/|meeting-link/|http/(auth|limit-descriptions|security-headers)\\.ts|platform/env\\.ts)',
      { comment: 'Pages know the contract, pure code, the session, and the API over HTTP.' },
    ),
    never('components-in-a-browser', '^components/', '^(lib/http|app|commands|inngest)/', {
      comment: 'What runs in the browser knows nothing of the server.',
    }),
    never('the-sandbox-is-an-address', '^(app|commands|components|inngest|lib|scripts)/', '^sandbox/', {
      comment: 'The app knows the sandbox by its address only.',
    }),
    never('the-sandbox-stands-alone', '^sandbox/', '^(app|commands|components|inngest|lib|scripts)/', {
      comment: 'The sandbox knows nothing of the app.',
    }),
    {
      name: 'runs-without-development-packages',
      severity: 'error',
      comment:
        'What runs in production is in a tree that `npm ci --omit=dev` installed; types are not needed there.',
      from: { path: '^(app|commands|components|inngest|lib|sandbox)/', pathNot: TESTS },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: '^node_modules/@types/',
      },
    },
    {
      name: 'tests-stay-out',
      severity: 'error',
      comment: 'Nothing imports what only tests use.',
      from: { pathNot: TESTS },
      to: { path: TESTS },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: ['node_modules', GENERATED] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
