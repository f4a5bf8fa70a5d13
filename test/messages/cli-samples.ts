/** What sentences of the command line are called with where four plain facts would not do. */
export const cliSamples: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
  'cli.workspace.which': [
    [[{ id: '7001', name: '7002' }], true],
    [[{ id: '7001', name: '7002' }], false],
  ],
  'cli.workspace.team': [
    ['7001', null],
    ['7001', '7002'],
  ],
  'cli.sourceSet.now': [
    ['7001', { holdSeconds: 7002, holdCritical: false, cards: 'all' }],
    ['7001', { holdSeconds: 0, holdCritical: true, cards: 'bad' }],
  ],
  'cli.question.line': [
    [{ source: '7001', key: '7002', metric: 'csat', range: '7003', highIsGood: true, by: 'tool' }],
    [{ source: '7001', key: '7002', metric: 'csat', range: '7003', highIsGood: false, by: 'command line' }],
  ],
  'cli.importing.progress': [[{ hundredths: 42, rows: 7001, perSecond: 7002, left: '7003' }]],
  'cli.importing.noColumn': [
    ['7001', ['7002']],
    ['7001', ['7002', '7003']],
  ],
  'cli.health.gone': [
    ['7001', 'app_uninstalled'],
    ['7001', '7002'],
  ],
  'cli.sourceSecret.dropped': [
    ['7001', 1],
    ['7001', 7002],
  ],
}
