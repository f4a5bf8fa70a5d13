import type { ScoreReport } from '../../src/chat/score-report.js'
import { aReport } from './a-report.js'
import { cliSamples } from './cli-samples.js'
import { answers, loopActions, scored, withdrawals, withdrawnAnswers } from './answer-samples.js'
import { bindingSamples } from './binding-samples.js'
import { sourceSamples } from './source-samples.js'

/** Stands for a number or a name: digits are found again in any language, whatever is written between them. */
export const plantedFacts = ['7001', '7002', '7003', '7004']

const steps = ['hear', 'empathize', 'apologize', 'resolve', 'diagnose']
const outcomes = ['recovered', 'neutral', 'lost', 'unreachable', 'not_valid', 'duplicate']
const codes = [
  'channel',
  'contact',
  'story',
  'wants',
  'emotion',
  'impact',
  'message',
  'by',
  'done',
  'gesture',
]
const fields = [...codes, 'promised', 'agreed', 'cause', 'pattern', 'link']
const each = (values: readonly unknown[]) => values.map((value) => [value])

const lineKinds = [
  'opened',
  'joined',
  'answer_changed',
  'comment_added',
  'answer_withdrawn',
  'answer_restored',
  'meaning_changed',
  'claimed',
  'released',
  'claim_expired',
  'step_done',
  'step_skipped',
  'waiting',
  'resumed',
  'snoozed',
  'woke',
  'closed',
  'reopened',
  'of a later version',
]
const lineFacts = { by: '7001', step: 'hear', meaning: '7002', until: '7003', outcome: 'lost', owner: '7004' }
const reports: ScoreReport[] = [
  aReport(),
  aReport({ n: 0, score: null, interval: null }),
  aReport({ n: 7, score: null, interval: null }),
  ...(['better', 'worse', 'no_clear_change', 'too_few', 'none'] as const).map((verdict) =>
    aReport({ trend: { delta: 4, interval: null, p: 0.034, verdict } }),
  ),
]
const windows = (['last', 'mtd', 'qtd', 'ytd', 'dates'] as const).map((kind) => ({
  ...aReport().window,
  kind,
}))
const problems = [
  'not_understood',
  'bad_day_count',
  'no_such_date',
  'backwards',
  'future',
  'too_long',
  'too_old',
  'no_such_zone',
].map((kind) => ({ kind, today: '2026-10-31', timeZone: 'Zone7001', example: '2026-09-01..2026-09-30' }))
const counts = {
  version: '7001',
  migrations: 7002,
  sources: 7003,
  questions: 7004,
  answers: 7005,
  routes: 7006,
  due: 7007,
  stuck: 7008,
  error: '7009',
  team: '7010',
  todo: '7011',
  channel: '7012',
  count: 7013,
  reason: 'wrong_type',
  source: '7014',
  minutes: 7015,
  problem: '7016',
  waiting: 7017,
  hours: 7018,
  since: '7019',
}
const finding = [
  ...['silent', 'ignored', 'unusable'].map((kind) => [{ ...counts, kind }]),
  [counts],
  [{ ...counts, error: '' }],
  [{ ...counts, stuck: 0, questions: 0, routes: 0, sources: 0 }],
  [{ ...counts, error: 'no_worker', reason: 'wrong_signature' }],
]
const rules = [
  'postgres_url',
  'redis_url',
  'web_address',
  'proxy_address',
  'sealing_key',
  'bot_token',
  'app_token',
  'standard_webhooks_secret',
  'band',
  'channel_id',
  'time_zone',
  'hours_order',
  'from_or_is',
  'stated_with_metric',
  'stated_with_scale',
]

/** What sentences are called with where four plain facts would not do. By path, or by the path's beginning and a star. */
export const samples: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
  'card.headline': [...answers, ...withdrawnAnswers].map((answer) => [
    { status: 'waiting', critical: true, answer },
  ]),
  'card.meaning': each(answers),
  'card.scale': each(scored),
  'card.status': each(['new', 'claimed', 'working', 'waiting', 'snoozed', 'closed']),
  'card.step': each(steps),
  'card.action': each(loopActions),
  'card.withdrawn': each(withdrawals),
  'card.outcome': each(outcomes),
  'card.reopened': [[1], [7001]],
  'card.earlierAnswers': [[1], [7001]],
  'forms.step': each(steps),
  'forms.outcome': each(outcomes),
  'forms.field': each(fields),
  'forms.hint': each(['impact', 'message', 'by', 'gesture', 'promised', 'link']),
  'forms.option': [
    ['channel', 'phone'],
    ['contact', 'reached'],
    ['emotion', 'angry'],
    ['agreed', 'yes'],
    ['cause', 'process'],
    ['pattern', 'one_off'],
  ],
  'forms.work.heading': steps.flatMap((step) => [
    [step, 'done', '7001'],
    [step, 'skipped', null],
  ]),
  'forms.work.coaching': each(steps),
  'forms.close.gate': [[['resolve', 'diagnose']]],
  'forms.errors.primaryMissing': each(fields),
  'forms.errors.problem': ['too_long', 'not_an_option', 'not_a_date', 'not_a_link'].map((problem) => [
    problem,
    7001,
  ]),
  'notices.line': lineKinds.flatMap((kind) => [
    [kind, lineFacts],
    [kind, { by: null }],
    [kind, { by: null, setAside: 7001, amended: true, cause: 'new_answer' }],
    [kind, { by: null, reread: true, meaning: '7001', was: 7002 }],
    [kind, { by: null, reread: true, meaning: '7001' }],
    [kind, { by: null, reread: true, setAside: 7001 }],
    ...['changed', 'removed'].map((words) => [kind, { by: null, reread: true, words }]),
    [kind, { by: null, cause: 'worse_answer' }],
    [kind, { by: null, cause: 'restored_answer' }],
    [kind, { by: null, where: '7001', there: '7002' }],
  ]),
  'notices.refusals.*': [[{ by: '7001', time: '7002' }], [{}]],
  ...bindingSamples,
  'notices.deliveryTrouble.text': [
    [{ channel: '7001', problem: '7002' }],
    [{ channel: null, problem: null }],
  ],
  'score.windowName': each(windows),
  'score.windowProblem': each(problems),
  'score.npsHelp': [[]],
  // Nothing is said of a change where there is no score.
  'score.verdict': each(reports.filter((report) => report.score !== null)),
  'score.*': each(reports),
  'input.rule': each(rules),
  'input.oneOf': [[['7001', '7002']]],
  'input.shortest': [[1], [7001]],
  'toolFile.secretTokens': [[['7001', '7002']]],
  'toolFile.cli.facts': [['7001', ['7002', '7003'], ['7004'], 7001]],
  'setup.noSourceKind': [['7001', ['7002', '7003']]],
  'setup.scale.noUsualBands': [['csat', 7001, 7002]],
  'setup.scale.bandNoRange': [['good'], ['bad']],
  'setup.scale.bandOutside': [
    ['good', 7001, 7002],
    ['bad', 7001, 7002],
  ],
  'setup.scale.bandsOverlap': [[true], [false]],
  'start.settings': [[['7001', '7002']]],
  'person.language': [['en'], ['de']],
  'person.now': [
    ['7001', true],
    ['7001', false],
  ],
  'person.unknownLanguage': [[['7001', '7002']]],
  'forms.work.stepChoice': steps.flatMap((step) => [
    [step, 'open', true],
    [step, 'done', false],
    [step, 'skipped', true],
  ]),
  'forms.go': each(['save', 'take_over', 'reopen']),
  'forms.help.account': [[['7001', '7002']]],
  'forms.help.pastScores': [[['7001', '7002']]],
  'forms.help.earlierLoops': outcomes.flatMap((outcome) => [
    [7001, { day: '7002', outcome, cause: '7003' }],
    [7001, { day: '7002', outcome: null, cause: null }],
  ]),
  'forms.help.causes': [[[{ cause: '7001', count: 7002 }], 7003]],
  'notices.deliveryWorks.text': [[{ channel: '7001', waiting: 7002 }], [{ channel: null, waiting: 0 }]],
  ...cliSamples,
  'cli.health.findings.*': finding,
  ...sourceSamples,
}

export function factsFor(path: string): readonly (readonly unknown[])[] {
  const group = `${path.slice(0, path.lastIndexOf('.'))}.*`
  return samples[path] ?? samples[group] ?? [plantedFacts]
}
