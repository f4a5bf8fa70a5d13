/** Answers as cards show them, with planted facts. */
export const scored = (['nps', 'csat', 'ces'] as const).flatMap((metric) =>
  (['good', 'neutral', 'bad'] as const).map((band) => ({
    metric,
    band,
    score: 7001,
    min: 7002,
    max: metric === 'nps' ? 10 : 7003,
    direction: band === 'bad' ? 'low_is_good' : 'high_is_good',
  })),
)

const noScore = { metric: null, score: null, min: null, max: null, direction: null, band: null }
export const answers = [...scored, noScore]

export const withdrawals = [
  { where: '7001', by: '7002', reason: '7003' },
  { where: null, by: '7001', reason: '7002' },
  { where: '7001', by: null, reason: null },
  { where: null, by: null, reason: null },
]
export const withdrawnAnswers = [scored[0], noScore].map((answer) => ({
  ...answer,
  withdrawn: withdrawals[0],
}))

/** What can be done with a loop. */
export const loopActions = [
  'claim',
  'release',
  'work',
  'skip',
  'wait',
  'resume',
  'snooze',
  'close',
  'reopen',
  'withdraw',
  'restore',
  'dismiss',
]
