import type { ScoreReport } from '../../chat/score-report.js'
import type { ViewMetric } from '../../chat/views.js'
import { changeOf, partsOf, range } from '../score-facts.js'
import type { Messages } from '../shape.js'
import { numbers } from './numbers.js'
import { days, previousName, problemText, windowName } from './score-window.js'

const { count, decimal, percent, signed, things } = numbers

const names: Record<ViewMetric, string> = { nps: 'NPS', csat: 'CSAT', ces: 'CES' }
const parts: Record<ViewMetric, { good: string; neutral: string; bad: string }> = {
  nps: { good: 'Promotoren', neutral: 'Passive', bad: 'Detraktoren' },
  csat: { good: 'zufrieden', neutral: 'weder noch', bad: 'unzufrieden' },
  ces: { good: 'leicht', neutral: 'weder noch', bad: 'schwer' },
}

/** What people read of scores. A number with a sign is always whole: -8, 0, +32. */
export const score: Messages['score'] = {
  headline(report) {
    const name = names[report.metric]
    return report.score === null ? name : `${name} ${value(report.metric, report.score)}`
  },
  windowName,
  summary: (report) =>
    `${score.headline(report)}, ${windowName(report.window)}: ${score.basis(report)} ${score.verdict(report)}`.trim(),
  basis(report) {
    const { metric, n, interval, fewest } = report
    if (n === 0) return 'keine Antworten.'
    if (interval === null)
      return `${answers(n)}, zu wenige für einen Wert (nötig sind ${fewest.score}): ${composition(report)}.`
    return `${answers(n)}, 95-%-Intervall ${value(metric, interval.low)} bis ${value(metric, interval.high)}.`
  },
  verdict(report) {
    const { trend, n, previous, fewest } = report
    if (n < fewest.score) return ''
    const before = previousName(report)
    const then = report.previous.days === 1 ? `an ${before}` : `in ${before}`
    const change = changeText(report)
    switch (trend.verdict) {
      case 'better':
        return `Höher als ${then} (Veränderung ${change}, kaum Zufall: ${probability(trend.p)}).`
      case 'worse':
        return `Niedriger als ${then} (Veränderung ${change}, kaum Zufall: ${probability(trend.p)}).`
      case 'no_clear_change':
        return `Keine klare Veränderung gegenüber ${before} (Veränderung ${change}, kann Zufall sein: ${probability(trend.p)}).`
      case 'too_few':
        return `Zu wenige Antworten, um eine Veränderung zu nennen: je Zeitraum sind ${fewest.verdict} nötig, es sind ${count(n)} jetzt und ${count(previous.n)} ${then}.`
      case 'none':
        return `Nichts zum Vergleichen: keine Antworten ${then}.`
    }
  },
  parts: (report) => partsOf(report, parts[report.metric], percent),
  cautions(report) {
    const { leftOut, pooled } = report
    const atLeast = leftOut.atLeast ? 'mindestens ' : ''
    const found: string[] = []
    if (leftOut.unbound > 0) {
      found.push(
        `Nicht gezählt: ${atLeast}${answers(leftOut.unbound)}, deren Zahl noch niemand eine Bedeutung gegeben hat (das geht mit: heard question bind).`,
      )
    }
    if (leftOut.quarantined > 0)
      found.push(`Nicht gezählt: ${atLeast}${answers(leftOut.quarantined)} außerhalb der Skala.`)
    if (leftOut.withdrawn > 0) {
      found.push(
        `Nicht gezählt: ${atLeast}${answers(leftOut.withdrawn)}, im Umfragewerkzeug oder vom Team zurückgezogen.`,
      )
    }
    if (leftOut.otherDefinition > 0) {
      found.push(
        `Nicht gezählt: ${answers(leftOut.otherDefinition)} auf einer anderen Skala oder mit anderen Grenzen.`,
      )
    }
    if (pooled.relational > 0 && pooled.transactional > 0) {
      found.push(
        `Zwei Programme in einer Zahl: ${answers(pooled.relational)} zur Beziehung, ${count(pooled.transactional)} nach einem Kontakt. Das sind zwei Fragen; die Zahl mit Vorsicht lesen.`,
      )
    }
    return found
  },
  smallPrint(report) {
    const { window, previous, byScore } = report
    const lines = [
      `${days(window)}${window.inclToday ? ' (inkl. heute, also nicht zu Ende)' : ''}, Tage in ${window.timeZone}. Verglichen mit ${days(previous)}: ${before(report)}.`,
      definition(report),
    ]
    if (report.n > 0) {
      lines.push(
        `Antworten nach Wert: ${byScore.map((step) => `${step.score}: ${count(step.n)}`).join(', ')}.`,
      )
      lines.push(`${pooledFrom(report)}Jede Antwort zählt, auch mehrere derselben Person.`)
    }
    return lines
  },
  windowProblem: (problem) =>
    `${problemText(problem)} Zum Beispiel: last30d, today, mtd oder ${problem.example}.`,
  npsDescription: 'Net Promoter Score mit Intervall und dem, was sich wirklich geändert hat',
  npsUsageHint: '[last30d | today | mtd | 2026-10-01..2026-10-31 | help]',
  npsHelp: () => ({
    title: 'Was sich fragen lässt',
    lines: [
      '/nps: die letzten 30 Tage mit heute',
      '/nps last7d, last30d, last90d: beliebig viele Tage bis 400',
      '/nps today: heute bis jetzt',
      '/nps mtd, qtd, ytd: Monat, Quartal oder Jahr bis jetzt',
      '/nps 2026-10-31: ein Tag',
      '/nps 2026-10-01..2026-10-31: von einem Tag bis zu einem anderen, beide eingeschlossen',
    ],
    smallPrint:
      'Verglichen wird mit ebenso vielen Tagen davor. Eine Veränderung heißt nur so, wenn Zufall allein selten so aussähe; wer täglich schaut, wird trotzdem etwa einmal in zwanzig Blicken getäuscht.',
  }),
}

function value(metric: ViewMetric, points: number): string {
  return metric === 'nps' ? signed(points) : percent(Math.round(points))
}

function changeText(report: ScoreReport): string {
  const change = changeOf(report)
  if (change === null) return ''
  return signed(change.points, change.digits) + (report.metric === 'nps' ? '' : ' Punkte')
}

function probability(p: number | null): string {
  if (p === null || p < 0.001) return `p < ${decimal(0.001, 3)}`
  return `p = ${decimal(p, p < 0.1 ? 3 : 2)}`
}

function answers(n: number): string {
  return things(n, 'Antwort', 'Antworten')
}

function composition(report: ScoreReport): string {
  return score
    .parts(report)
    .map((part) => `${count(part.n)} ${part.name}`)
    .join(', ')
}

function before(report: ScoreReport): string {
  const { previous, metric } = report
  if (previous.n === 0) return 'keine Antworten'
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
    return `NPS = % mit ${good} minus % mit ${bad} auf ${scale}; Intervall: adjustiertes Wald 95 %; Veränderung: zweiseitig bei 5 %.`
  }
  return `${names[metric]} = % mit ${good} auf ${scale} (${parts[metric].good}); Intervall: Wilson 95 %; Veränderung: Newcombe, zweiseitig bei 5 %.`
}

function pooledFrom(report: ScoreReport): string {
  const { questions, surveys, surveyCount } = report.pooled
  const more = surveyCount - surveys.length
  const named = surveys.length > 0 ? `: ${surveys.join(', ')}${more > 0 ? ` und ${more} weitere` : ''}` : ''
  return `Aus ${things(questions, 'Frage', 'Fragen')}${named}. `
}
