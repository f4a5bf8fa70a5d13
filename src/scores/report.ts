import type { ScoreReport } from '../chat/score-report.js'
import type { PrismaClient } from '../database/prisma/client.js'
import { AppError } from '../errors.js'
import { workspaceById } from '../workspaces/store.js'
import { compose, mergeHistograms, type Composition, type Histogram } from './composition.js'
import { readCounts, readLeftOut, type CountsDeps, type LeftOut, type QuestionCounts } from './counts.js'
import type { Definition } from './definition.js'
import { fewestForScore, fewestForVerdict, scoreOf, trend } from './trend.js'
import { readWindow, type Window } from './window.js'

export interface ScoreReportDeps extends CountsDeps {
  prisma: PrismaClient
}

export interface ScoreReportRequest {
  workspaceId: string
  /** Only answers that this definition accepts are pooled; others of its metric are told as left out. */
  definition: Definition
  /** As typed: see readWindow. */
  window: string
  /** Epoch ms. */
  now: number
}

/**
 * A score over a window, compared with the window before. Days are the workspace's.
 * @throws AppError bad_input when the window cannot be read (tellUser gives examples), not_found without the workspace,
 *   misconfigured when the workspace's time zone is unknown here
 */
export async function scoreReport(deps: ScoreReportDeps, request: ScoreReportRequest): Promise<ScoreReport> {
  const { workspaceId, definition } = request
  const window = await windowOf(deps, request)
  const metric = definition.metric
  const [questions, leftOut] = await Promise.all([
    readCounts(deps, { workspaceId, metric, now: window, before: window.previous }),
    readLeftOut(deps, { workspaceId, metric, days: window }),
  ])
  return buildReport(definition, window, questions, leftOut)
}

async function windowOf(deps: ScoreReportDeps, request: ScoreReportRequest): Promise<Window> {
  const workspace = await workspaceById(deps, request.workspaceId)
  if (!workspace) throw new AppError({ code: 'not_found', message: 'score report: no such workspace' })
  const reading = readWindow(request.window, { now: request.now, timeZone: workspace.timeZone })
  if ('window' in reading) return reading.window
  const { problem } = reading
  const code = problem.kind === 'no_such_zone' ? 'misconfigured' : 'bad_input'
  throw new AppError({
    code,
    message: `window: ${problem.kind}`,
    tellUser: ({ score }) => score.windowProblem(problem),
  })
}

/** Everything of the report that follows from the counts. Pure. */
export function buildReport(
  definition: Definition,
  window: Window,
  questions: readonly QuestionCounts[],
  leftOut: LeftOut,
): ScoreReport {
  const { metric, key, scale, method } = definition
  const pooled = questions.filter((question) => definition.accepts(question.scale))
  const others = questions.filter((question) => !definition.accepts(question.scale))
  const histogram = mergeHistograms(pooled.map((question) => question.now))
  const now = compose(histogram, scale)
  const before = compose(mergeHistograms(pooled.map((question) => question.before)), scale)
  const { previous, ...days } = window
  const score = scoreOf(definition, now)
  return {
    metric,
    definition: {
      key,
      min: scale.min,
      max: scale.max,
      direction: scale.direction,
      good: scale.good,
      bad: scale.bad,
      method,
    },
    window: days,
    previous: { ...previous, n: before.n, counts: partsOf(before), score: scoreOf(definition, before) },
    n: now.n,
    counts: partsOf(now),
    byScore: steps(scale.min, scale.max).map((step) => ({ score: step, n: histogram.get(step) ?? 0 })),
    score,
    interval: score === null ? null : definition.interval(now),
    trend: trend(definition, { days: window, counts: now }, { days: previous, counts: before }),
    fewest: { score: fewestForScore, verdict: fewestForVerdict },
    leftOut: {
      quarantined: leftOut.quarantined + now.outside,
      unbound: leftOut.unbound,
      withdrawn: leftOut.withdrawn,
      otherDefinition: total(mergeHistograms(others.map((question) => question.now))),
      atLeast: leftOut.atLeast,
    },
    pooled: poolOf(pooled),
  }
}

const mostSurveysNamed = 5

/** Only what has answers in the window itself is told as put together. */
function poolOf(questions: readonly QuestionCounts[]): ScoreReport['pooled'] {
  const bySurvey = new Map<string, number>()
  const programmes = { relational: 0, transactional: 0 }
  let answered = 0
  for (const question of questions) {
    const n = total(question.now)
    if (n === 0) continue
    answered += 1
    programmes[question.programme] += n
    if (question.survey) bySurvey.set(question.survey, (bySurvey.get(question.survey) ?? 0) + n)
  }
  const surveys = [...bySurvey].sort((a, b) => b[1] - a[1]).map(([name]) => name)
  return {
    questions: answered,
    surveys: surveys.slice(0, mostSurveysNamed),
    surveyCount: surveys.length,
    ...programmes,
  }
}

function partsOf({ good, neutral, bad }: Composition): ScoreReport['counts'] {
  return { good, neutral, bad }
}

function total(histogram: Histogram): number {
  let sum = 0
  for (const n of histogram.values()) sum += n
  return sum
}

function steps(min: number, max: number): number[] {
  return Array.from({ length: max - min + 1 }, (_, index) => min + index)
}
