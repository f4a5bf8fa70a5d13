import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { randomFrom } from '../contracts/mutations.js'

/** A part of the rows in a hundred thousand that is not as it should be. */
const oddities = { badTime: 300, noId: 100, badScore: 200, offScale: 400, noScore: 500, torn: 100 }

const day = 86_400_000
const words = [
  'Slow',
  'Kind people',
  'Nine days, for "one" answer',
  'Zwei Zeilen\r\nund ein Ende',
  '',
  '',
  '',
  '',
]
const efforts = [
  'very easy',
  'easy',
  'so so',
  'hard',
  'very hard',
  '',
  '',
  '',
  '',
  '',
  '',
  '',
  '',
  '',
  '',
  '',
]
const plans = ['free', 'pro', 'team']
const countries = ['AT', 'CH', 'DE', 'FR', 'GB', 'NL', 'US']

export const columns =
  'Response ID,Submitted,Updated,Customer,E-mail,Name,Plan,Country,How likely are you to recommend us?,Why?,Effort'

export const mapping = `
response_id: Response ID
answered_at: { from: Submitted, format: "yyyy-MM-dd HH:mm:ss", zone: Europe/Berlin }
updated_at: { from: Updated, format: unix_ms }
customer: { id: Customer, email: E-mail, name: Name }
survey: { is: Relationship }
segments: { plan: Plan, country: Country }
answers:
  - question: recommend
    score: How likely are you to recommend us?
    comment: Why?
    metric: nps
  - question: effort
    score: Effort
    words: { very easy: 1, easy: 2, so so: 3, hard: 4, very hard: 5 }
`

/**
 * Writes a survey tool's export: years of answers, each customer with several, some edited later in the file, some of them
 * broken in the ways that exports are. The same seed gives the same bytes.
 */
export async function writeAnswers(
  file: string,
  { rows, seed }: { rows: number; seed: number },
  onProgress: (written: number) => void,
): Promise<void> {
  const random = randomFrom(seed)
  const out = createWriteStream(file)
  out.write(`\ufeff${columns}\n`)
  for (let index = 0; index < rows; index += 1) {
    const line = rowOf(index, rows, random)
    if (!out.write(line)) await once(out, 'drain')
    if (index % 10_000 === 0) onProgress(index)
  }
  out.end()
  await once(out, 'finish')
}

function rowOf(index: number, rows: number, random: () => number): string {
  const below = (n: number): number => Math.floor(random() * n)
  const pick = (list: readonly string[]): string => list[below(list.length)] ?? ''
  // One in fifty is an earlier answer once more, as it was edited later.
  const edited = index > 100 && random() < 0.02
  const id = edited ? below(index) : index
  const at = Date.UTC(2023, 0, 1) + Math.floor((id / rows) * 1_000) * day + (id % 86_400) * 1_000
  const customer = below(Math.max(10, Math.floor(rows / 4)))
  const odd = oddity(below(100_000))
  const cells = [
    odd === 'noId' ? '' : `r-${id}`,
    odd === 'badTime' ? 'yesterday' : new Date(at).toISOString().slice(0, 19).replace('T', ' '),
    String(at + (edited ? 3 * day : 0)),
    customer % 3 === 0 ? '' : `c-${customer}`,
    customer % 7 === 0 ? '' : `Person${customer}@example.com`,
    `Person ${customer}`,
    pick(plans),
    pick(countries),
    scoreOf(odd, below(11)),
    odd === 'noScore' && id % 2 === 0 ? '' : pick(words),
    pick(efforts),
  ]
  return `${(odd === 'torn' ? cells.slice(0, 7) : cells).map(quoted).join(',')}\n`
}

function scoreOf(odd: string | null, score: number): string {
  if (odd === 'badScore') return 'n/a'
  if (odd === 'offScale') return '99'
  return odd === 'noScore' ? '' : String(score)
}

function oddity(drawn: number): string | null {
  let sum = 0
  for (const [name, part] of Object.entries(oddities)) {
    sum += part
    if (drawn < sum) return name
  }
  return null
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
