import type { types } from '@slack/bolt'
import type { ScoreReport } from '../../chat/score-report.js'
import type { Messages } from '../../messages/messages.js'
import { limits } from '../limits.js'
import { cut, escapeMrkdwn, oneLine } from '../safe-text.js'
import type { Layout } from './blocks.js'
import { header, plainText, section } from './blocks.js'

const verdictSigns = { better: '▲ ', worse: '▼ ', no_clear_change: '≈ ', too_few: '', none: '' } as const

/** A score report in at most 5 blocks. Foreign text (survey names) is only in plain text, which parses nothing. */
export function layoutScoreReport(report: ScoreReport, messages: Messages): Layout {
  const words = messages.score
  const title = `${words.headline(report)} · ${words.windowName(report.window)}`
  const verdict = words.verdict(report)
  const body = [`*${escapeMrkdwn(upperFirst(words.basis(report)))}*`]
  if (verdict) body.push(verdictSigns[report.trend.verdict] + escapeMrkdwn(verdict))
  const blocks: types.KnownBlock[] = [header(title), section(body.join('\n'))]
  if (report.n > 0) blocks.push(section(`\`\`\`${picture(report, messages)}\`\`\``))
  const cautions = words.cautions(report).map((line) => `⚠ ${line}`)
  if (cautions.length > 0)
    blocks.push({ type: 'section', text: plainText(cautions.join('\n'), limits.textObject) })
  const smallPrint = words.smallPrint(withShortNames(report))
  blocks.push({ type: 'context', elements: smallPrint.map((line) => plainText(line, limits.textObject)) })
  return { text: cut(escapeMrkdwn(words.summary(report)), limits.text), blocks }
}

const barWidth = 20

/** Three bars and the shape of the answers, in characters of one width. Without a score there are no shares either. */
function picture(report: ScoreReport, messages: Messages): string {
  const rows = messages.score.parts(report).map((part) => ({ ...part, label: `${part.scores} ${part.name}` }))
  const labels = Math.max(...rows.map((row) => row.label.length))
  const shares = Math.max(...rows.map((row) => row.share.length))
  const numbers = Math.max(...rows.map((row) => String(row.n).length))
  const bars = rows.map(({ label, n, share }) => {
    const number = String(n).padStart(numbers)
    if (report.score === null) return `${label.padEnd(labels)} ${number} ${'■'.repeat(n)}`.trimEnd()
    return `${label.padEnd(labels)} ${bar(n / report.n)} ${share.padStart(shares)} ${number}`
  })
  if (report.score === null) return bars.join('\n')
  const { min, max } = report.definition
  return [...bars, `${min} ${shape(report.byScore.map((step) => step.n))} ${max}`].join('\n')
}

/** A part with answers has at least one step: somebody is never nobody. */
function bar(share: number): string {
  const filled = share === 0 ? 0 : Math.max(1, Math.round(share * barWidth))
  return '█'.repeat(filled) + '░'.repeat(barWidth - filled)
}

const heights = '▂▃▄▅▆▇█'

function shape(counts: readonly number[]): string {
  const most = Math.max(...counts)
  return counts
    .map((n) => (n === 0 ? '▁' : heights.charAt(Math.ceil((n / most) * heights.length) - 1)))
    .join('')
}

function withShortNames(report: ScoreReport): ScoreReport {
  const surveys = report.pooled.surveys.map((name) => oneLine(name, limits.value))
  return { ...report, pooled: { ...report.pooled, surveys } }
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
