const each = (values: readonly unknown[]) => values.map((value) => [value])

/** Sources and what they send. */
export const sourceSamples: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
  'notices.sourceTrouble.text.*': [
    ...['bad_signature', 'no_secret', 'wrong_type'].map((reason) => [
      { source: '7001', since: '7002', count: 7003, reason },
    ]),
    [{ source: '7001', since: '7002', count: 7003, reason: null }],
  ],
  'notices.sourceWorks.text.*': [0, 1, 7004].map((hours) => [{ source: '7001', since: '7002', hours }]),
  'cli.deliveries.line': ['accepted', 'duplicate', 'ignored', 'rejected', 'unbound', 'test', '7005'].flatMap(
    (verdict) => [
      [{ id: '7001', at: '7002', source: '7003', verdict, reason: '7004', bytes: 7006 }],
      [{ id: '7001', at: '7002', source: '7003', verdict, reason: null, bytes: 7006 }],
    ],
  ),
  'cli.deliveries.counted': [
    [7001, true],
    [7001, false],
  ],
  'cli.deliveries.format': each(['json', 'form', 'multipart', 'unreadable']),
  'cli.deliveries.field': [
    ['7001', '7002', 1],
    ['7001', '7002', 7003],
  ],
  'cli.replay.done': ['accepted', 'ignored', 'rejected', 'unbound', '7002'].map((verdict) => [7001, verdict]),
  'cli.since.notACount': [['7001', 7002, 7003]],
  'cli.sourceUpkeep.line': [
    ['7001', '7002', '7003', 7004, null],
    ['7001', '7002', '7003', 7004, '7005'],
  ],
  'cli.sourceUpkeep.refused': [
    [7001, null],
    [7001, '7002'],
  ],
}
