/** Who may import whom. Held by `npm run check`. */
const pure =
  '^src/(surveys/(sources/|apis/|signatures/|scale|question|answer|source\\.|batch)|alerts/(rules|routes)|loops/(heard|clocks|forms|card|loop\\.|desk)|scores/(nps|csat|ces|interval|window|trend)|chat/|messages/)'

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-orphans', severity: 'error', from: { orphan: true, path: '^src/' }, to: {} },
    {
      name: 'pure-core',
      comment: 'Pure files know no database, queue, HTTP, chat SDK or process.',
      severity: 'error',
      from: { path: pure },
      to: {
        path: '^src/(database|queue|http|slack|teams|cli|logging|workspaces/(store|seal))|node_modules/(pg|bullmq|ioredis|pino|@slack|@prisma|@microsoft|botbuilder|undici|ws|commander)(/|$)|^(node:)?(fs|http|https|net|child_process|process|os)$',
      },
    },
    {
      name: 'chat-imports-nothing-of-ours',
      severity: 'error',
      from: { path: '^src/chat/' },
      to: { path: '^src/', pathNot: '^src/(chat/|errors\\.ts)' },
    },
    {
      name: 'platforms-are-edges',
      comment: 'Use-cases do not know a chat platform, HTTP or the CLI.',
      severity: 'error',
      from: {
        path: '^src/(surveys|alerts|loops|telling|scores|commands|customers|workspaces|queue|database|messages|logging|http)/',
      },
      to: { path: '^src/(slack|teams|cli|playground|demo|main)' },
    },
    {
      name: 'scores-read-responses-only',
      severity: 'error',
      from: { path: '^src/scores/' },
      to: { path: '^src/(alerts|loops|telling)/' },
    },
    {
      name: 'surveys-know-rules-not-loops',
      severity: 'error',
      from: { path: '^src/surveys/' },
      to: { path: '^src/(loops/|telling/|alerts/(?!rules))' },
    },
    {
      name: 'loops-learn-through-alerts',
      severity: 'error',
      from: { path: '^src/(loops|telling)/' },
      to: { path: '^src/surveys/(?!question|scale|answer)' },
    },
    {
      name: 'loops-do-not-tell',
      comment: 'What a loop is knows nothing of how it is told.',
      severity: 'error',
      from: { path: '^src/loops/' },
      to: { path: '^src/telling/' },
    },
    {
      name: 'playground-is-a-stranger',
      comment:
        "The stand-in is somebody else's Slack: it knows nothing of Heard, and nothing of Heard knows it.",
      severity: 'error',
      from: { path: '^src/playground/' },
      to: { path: '^src/', pathNot: '^src/playground/' },
    },
    {
      name: 'the-page-is-alone',
      comment:
        'The page runs in a browser: of the rest of the playground it may know types, and nobody imports it.',
      severity: 'error',
      from: { path: '^src/playground/page/' },
      to: {
        pathNot: '^src/playground/page/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'nobody-imports-the-page',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/playground/page/' },
      to: { path: '^src/playground/page/' },
    },
    {
      name: 'only-the-demo-imports-the-playground',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(playground|demo)/' },
      to: { path: '^src/(playground|demo)/' },
    },
    {
      name: 'outsider-knows-nothing',
      comment: 'What checks the demo from outside uses Node and itself only.',
      severity: 'error',
      from: { path: '^src/demo/outsider/' },
      to: { pathNot: '^src/demo/outsider/', dependencyTypesNot: ['core'] },
    },
    {
      name: 'only-the-roots-wire',
      comment: 'main.ts and the CLI build things; nobody imports main.ts.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main|cli/|demo/)' },
      to: { path: '^src/(main|start|open-slack)' },
    },
    {
      name: 'no-dev-packages-in-src',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^src/database/prisma/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
