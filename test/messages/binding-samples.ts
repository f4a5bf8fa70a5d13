const each = (values: readonly unknown[]) => values.map((value) => [value])

const askedQuestions = [
  { source: '7001', question: '7002', survey: '7003' },
  { source: '7001', question: '7002', survey: null },
]
const saidScales = [true, false].map((highIsGood) => ({
  metric: 'csat',
  min: 7005,
  max: 7006,
  highIsGood,
  good: '7007',
  bad: '7008',
}))

/** What the sentences about binding a question are called with. */
export const bindingSamples: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
  'binding.scale': saidScales.map((scale) => [scale]),
  'binding.older': [[1], [7001]],
  'binding.notice.asks.text': each(askedQuestions),
  'binding.notice.asks.waiting': [
    [1, false],
    [7001, false],
    [7001, true],
  ],
  'binding.notice.asks.observed': [
    [7001, 7001],
    [7001, 7002],
  ],
  'binding.notice.bound.text': ['tool', 'command line', '7004'].flatMap((by) =>
    saidScales.map((scale) => [by, askedQuestions[0], scale]),
  ),
  'binding.notice.bound.counts': [
    [{ scored: 7001, raised: 7002 }],
    [{ scored: 1, raised: 1 }],
    [{ scored: 1, raised: 0 }],
  ],
  'binding.notice.bound.setAside': [[1], [7001]],
  'binding.notice.ignored.text': [['7004', askedQuestions[0]]],
  'binding.form.about': each(askedQuestions),
  'binding.form.minHint': [[null], ['7001']],
  'binding.form.maxHint': [[null], ['7001']],
  'binding.form.usual': [[[{ scale: '7001', good: '7002', bad: '7003' }]]],
  'binding.form.clash': [
    ['7004', saidScales[0], '7001'],
    ['7004', null, null],
  ],
}
