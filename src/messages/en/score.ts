import type { ScoreReport } from '../../chat/score-report.js'
import type { List, ViewMetric } from '../../chat/views.js'
import type { WindowProblem } from '../../scores/window.js'
import { numbers } from './numbers.js'
import { changeOf, partsOf, range, type Part } from '../score-facts.js'
import { days, previousName, problemText, windowName } from './score-window.js'

const { count, decimal, percent, signed, things } = numbers

const names: Record<ViewMetric, string> = { nps: 'NPS', csat: 'CSAT', ces: 'CES' }
const parts: Record<ViewMetric, { good: string; neutral: string; bad: string }> = {
  nps: { good: 'promoters', neutral: 'passives', bad: 'detractors' },
  csat: { good: 'satisfied', neutral: 'neutral', bad: 'dissatisfied' },
  ces: { good: 'easy', neutral: 'neutral', bad: 'hard' },
}

/** What people read about scores, in English. A number after its sign is always whole: -8, 0, +32. */
export const score = {
  /** "NPS +32", or "NPS" alone where there is no score. */
  headline(report: ScoreReport): string {
    const name = names[report.metric]
    return report.score === null ? name : `${name} ${value(report.metric, report.score)}`
  },
  windowName,
  /** The whole answer in one line, for notifications and screen readers. */
  summary(report: ScoreReport): string {
    return `${score.headline(report)}, ${windowName(report.window)}: ${score.basis(report)} ${score.verdict(report)}`.trim()
  },
  /** What the score stands on: answers and interval, or why there is no score. */
  basis(report: ScoreReport): string {
    const { metric, n, interval, fewest } = report
    if (n === 0) return 'no answers.'
    if (interval === null)
      return `${answers(n)}, too few for a score (${fewest.score} are needed): ${composition(report)}.`
    return `${answers(n)}, 95% interval ${value(metric, interval.low)} to ${value(metric, interval.high)}.`
  },
  /** What may be said about the change; empty where there is nothing to say it about. */
  verdict(report: ScoreReport): string {
    const { trend, n, previous, fewest } = report
    if (n < fewest.score) return ''
    const before = previousName(report)
    const then = report.previous.days === 1 ? `on ${before}` : `in ${before}`
    const change = changeText(report)
    switch (trend.verdict) {
      case 'better':
        return `Higher than ${then} (change ${change}, unlikely to be noise: ${probability(trend.p)}).`
      case 'worse':
        return `Lower than ${then} (change ${change}, unlikely to be noise: ${probability(trend.p)}).`
      case 'no_clear_change':
        return `No clear change against ${before} (change ${change}, could be noise: ${probability(trend.p)}).`
      case 'too_few':
        return `Too few answers to say whether it changed: ${fewest.verdict} are needed in each window, there are ${count(n)} now and ${count(previous.n)} ${then}.`
      case 'none':
        return `Nothing to compare with: no answers ${then}.`
    }
  },
  /** The parts, best first. */
  parts: (report: ScoreReport): Part[] => partsOf(report, parts[report.metric], percent),
  /** What a reader must know before using the number; none if all is well. */
  cautions(report: ScoreReport): string[] {
    const { leftOut, pooled } = report
    const atLeast = leftOut.atLeast ? 'at least ' : ''
    const found: string[] = []
    if (leftOut.unbound > 0) {
      found.push(
        `Left out: ${atLeast}${answers(leftOut.unbound)} whose number nobody has given a meaning yet (to do so: heard question bind).`,
      )
    }
    if (leftOut.quarantined > 0)
      found.push(`Left out: ${atLeast}${answers(leftOut.quarantined)} off the scale.`)
    if (leftOut.withdrawn > 0)
      found.push(
        `Left out: ${atLeast}${answers(leftOut.withdrawn)} withdrawn, at the survey tool or by the team.`,
      )
    if (leftOut.otherDefinition > 0) {
      found.push(`Left out: ${answers(leftOut.otherDefinition)} on another scale or with other cut-offs.`)
    }
    if (pooled.relational > 0 && pooled.transactional > 0) {
      found.push(
        `Two programmes in one number: ${answers(pooled.relational)} about the relationship, ${count(pooled.transactional)} after a contact. These are two questions; read the number with care.`,
      )
    }
    return found
  },
  /** How the number was made. */
  smallPrint(report: ScoreReport): string[] {
    const { window, previous, byScore } = report
    const lines = [
      `${days(window)}${window.inclToday ? ' (incl. today, so not over)' : ''}, days in ${window.timeZone}. Compared with ${days(previous)}: ${before(report)}.`,
      definition(report),
    ]
    if (report.n > 0) {
      lines.push(`Answers by score: ${byScore.map((step) => `${step.score}: ${count(step.n)}`).join(', ')}.`)
      lines.push(`${pooledFrom(report)}Every answer counts, also several of one customer.`)
    }
    return lines
  },
  windowProblem(problem: WindowProblem): string {
    return `${problemText(problem)} For example: last30d, today, mtd or ${problem.example}.`
  },
  npsDescription: 'Net Promoter Score with its interval and what really changed',
  npsUsageHint: '[last30d | today | mtd | 2026-10-01..2026-10-31 | help]',
  npsHelp(): List {
    return {
      title: 'What you can ask',
      lines: [
        '/nps: the last 30 days, today included',
        '/nps last7d, last30d, last90d: any number of days up to 400',
        '/nps today: today so far',
        '/nps mtd, qtd, ytd: this month, quarter or year so far',
        '/nps 2026-10-31: one day',
        '/nps 2026-10-01..2026-10-31: from one day to another, both included',
      ],
      smallPrint:
        'Each is compared with as many days before it. A change is called one only when noise alone would rarely look like it; who looks every day will still be fooled about once in twenty looks.',
    }
  },
}

function value(metric: ViewMetric, points: number): string {
  return metric === 'nps' ? signed(points) : percent(Math.round(points))
}

function changeText(report: ScoreReport): string {
  const change = changeOf(report)
  if (change === null) return ''
  return signed(change.points, change.digits) + (report.metric === 'nps' ? '' : ' points')
}

function probability(p: number | null): string {
  if (p === null || p < 0.001) return 'p < 0.001'
  return `p = ${decimal(p, p < 0.1 ? 3 : 2)}`
}

function answers(n: number): string {
  return things(n, 'answer', 'answers')
}

function composition(report: ScoreReport): string {
  return score
    .parts(report)
    .map((part) => `${count(part.n)} ${part.name}`)
    .join(', ')
}

function before(report: ScoreReport): string {
  const { previous, metric } = report
  if (previous.n === 0) return 'no answers'
  return previous.score === null
    ? answers(previous.n)
    : `${value(metric, previous.score)}, ${answers(previous.n)}`
}

function definition(report: ScoreReport): string {
  const { metric, definition: how } = report
  const good = range(how.good.from, how.good.to)
  const bad = range(how.bad.from, how.bad.to)
  const scale = `${how.min}-${how.max}`
  if (metric === 'nps') {
    return `NPS = % of ${good} minus % of ${bad} on ${scale}; interval: adjusted Wald 95%; change: two-sided at 5%.`
  }
  return `${names[metric]} = % of ${good} on ${scale} (${parts[metric].good}); interval: Wilson 95%; change: Newcombe, two-sided at 5%.`
}

function pooledFrom(report: ScoreReport): string {
  const { questions, surveys, surveyCount } = report.pooled
  const more = surveyCount - surveys.length
  const named = surveys.length > 0 ? `: ${surveys.join(', ')}${more > 0 ? ` and ${more} more` : ''}` : ''
  return `From ${things(questions, 'question', 'questions')}${named}. `
}
