/**
 * Which folder may import which: imports only point down, and only through a library's entry points.
 *
 * A new library is added to one of the two lists below; its place in the list is what it may use: everything before it.
 */
const engine = ['event-store', 'ledger', 'sealed', 'views', 'workflow', 'scheduling'];
const contexts = ['upkeep', 'readings', 'district', 'communities', 'complaints'];

const ordered = [...engine, ...contexts];
/** What another library may name. Adapters, contracts and the NestJS side have entry points of their own; fixtures serve specs. */
const entry = 'src/(index|specification|[a-z-]+\\.fixture|(contract|sqlite|kurrentdb|memory|nest|bullmq)/index)\\.ts$';
const forTests = '\\.(spec|test-d|contract|fixture)\\.ts$|/src/(contract|specification)(/|\\.ts$)|/src/testing/';
const io =
  '^(node:)?(child_process|cluster|dgram|dns|fs|http|http2|https|inspector|net|os|process|readline|repl|sqlite|timers|tls|vm|wasi|worker_threads|zlib)(/|$)';

const down = ordered.map((name, place) => ({
  name: `${name}-imports-down`,
  comment: `libs/${name} may use only: ${ordered.slice(0, place).join(', ') || 'nothing of ours'}.`,
  severity: 'error',
  from: { path: `^libs/${name}/` },
  to: { path: `^libs/(?!(${ordered.slice(0, place + 1).join('|')})/)` },
}));

/** Folders of the console: each may use those behind it. A desk never uses another. */
const consoleFolders = ['app', 'desks', 'case', 'list', 'form', 'actions', 'live', 'api', 'words'];
const consoleDown = consoleFolders.map((name, place) => ({
  name: `console-${name}-imports-down`,
  comment: `apps/console/src/${name} may use only: ${consoleFolders.slice(place + 1).join(', ') || 'nothing else'}.`,
  severity: 'error',
  from: { path: `^apps/console/src/${name}/` },
  to: { path: `^apps/console/src/(?!(${consoleFolders.slice(place).join('|')})/)` },
}));

export default {
  forbidden: [
    ...down,
    {
      name: 'library-without-a-place',
      comment: 'Give the library its place in .dependency-cruiser.mjs.',
      severity: 'error',
      from: { path: `^libs/(?!(${ordered.join('|')})/)` },
      to: {},
    },
    {
      name: 'entry-points-only',
      comment: 'Import a library by its entry point (#libs/…), or export the name there.',
      severity: 'error',
      from: { path: '^(apps|libs/([^/]+))/' },
      to: { path: '^libs/', pathNot: [`^libs/[^/]+/${entry}`, '^libs/$2/'] },
    },
    {
      name: 'adapters-are-chosen-by-programs',
      comment: 'A library works on the port; which adapter stands behind it is said in apps/ and in specs.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/', pathNot: forTests },
      to: { path: '^libs/[^/]+/src/(sqlite|kurrentdb|memory|bullmq)/', pathNot: '^libs/$1/' },
    },
    {
      name: 'workflow-is-pure',
      comment: 'libs/workflow gets time, ids, settings and storage as arguments; only its nest/ folder knows NestJS.',
      severity: 'error',
      from: { path: '^libs/workflow/src/', pathNot: ['^libs/workflow/src/nest/', forTests] },
      to: {
        path: [
          io,
          '^node_modules/(@nestjs|express|rxjs|@kurrent|@grpc|@opentelemetry|pino|prom-client)(/|$)',
          '^libs/workflow/src/nest/',
        ],
      },
    },
    {
      name: 'nobody-imports-apps',
      comment: 'Programs stand on top; what two of them need belongs into a library.',
      severity: 'error',
      from: { path: '^(libs|apps/(?!cli/)([^/]+))/' },
      to: { path: '^apps/', pathNot: '^apps/$2/' },
    },
    {
      name: 'cli-operates-the-server',
      comment:
        'The command line operates what the server is made of: its folder, composition and operations, never its HTTP.',
      severity: 'error',
      from: { path: '^apps/cli/' },
      to: {
        path: '^apps/',
        pathNot: [
          '^apps/cli/',
          '^apps/server/src/(admin-socket|compose|config|contexts|data-folder|log-and-keys|log-kind|operation-refused|operations|read-at-the-machine|replay|start-refused)\\.ts$',
        ],
      },
    },
    {
      name: 'console-stands-alone',
      comment: 'The console speaks to the server over HTTP: it imports nothing of ours, and nobody imports it.',
      severity: 'error',
      from: { path: '^apps/console/' },
      to: { path: '^(libs|test|tools|apps/(?!console/))' },
    },
    ...consoleDown,
    {
      name: 'tests-serve-tests',
      comment: 'What runs in production may not import test code.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: forTests },
      to: { path: ['^test/', forTests] },
    },
    {
      name: 'no-development-package-in-production',
      comment: 'Move the package to "dependencies", or the code to a spec.',
      severity: 'error',
      // The console is bundled: what runs in a browser is installed nowhere.
      from: { path: '^(apps/(?!console/)|libs/)', pathNot: forTests },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'type-import'] },
    },
    {
      name: 'declared-packages-only',
      comment: 'The import does not resolve, or the package is not in package.json.',
      severity: 'error',
      from: { pathNot: forTests },
      to: { dependencyTypes: ['unknown', 'undetermined', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'resolvable',
      comment: 'This import leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or need a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: '^node_modules' },
    exclude: { path: '(^|/)(dist|golden)/' },
    tsConfig: { fileName: 'tsconfig.base.json' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'node', 'import', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
