import type { CardFigures, Figures, IngestFigures, KeptFigures, Required, ServerName } from './figures.js'

const titles: Readonly<Record<ServerName, string>> = {
  trivial: 'the sender alone (a server that only says 200)',
  verify: 'floor: verify and parse',
  insert: 'floor: + one INSERT of the delivery',
  statement: 'floor: + one statement, all rows',
  'heard on postgres': 'Heard, queue on PostgreSQL',
  'heard on redis': 'Heard, queue on Redis',
}

type Align = 'left' | 'right'

/** Columns as wide as their widest cell; the first is text, the others are numbers. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  const cell = (text: string, column: number, align: Align): string =>
    align === 'left' ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0)
  return rows.map((row) =>
    `  ${row.map((text, column) => cell(text, column, column === 0 ? 'left' : 'right')).join('  ')}`.trimEnd(),
  )
}

const whole = (value: number | null): string =>
  value === null ? 'n/a' : Math.round(value).toLocaleString('en')
const ms = (value: number): string => (value < 10 ? value.toFixed(2) : value.toFixed(1))
const times = (ratio: number): string => `${ratio.toFixed(2)}x`

function ingestTable(ingest: readonly IngestFigures[]): string[] {
  const loads = [...new Set(ingest.map(({ connections }) => connections))]
  return loads.flatMap((connections) => {
    const rows = ingest.filter((row) => row.connections === connections)
    const speed = (name: ServerName): number => rows.find(({ server }) => server === name)?.perSecond ?? 0
    const head = [
      'answers/s',
      'of verify',
      'of INSERT',
      'of statement',
      'p50 ms',
      'p99 ms',
      'Node us',
      'PG us',
      'Node MB',
    ]
    const body = rows.map((row) => [
      titles[row.server],
      whole(row.perSecond),
      times(row.perSecond / speed('verify')),
      times(row.perSecond / speed('insert')),
      times(row.perSecond / speed('statement')),
      ms(row.p50),
      ms(row.p99),
      whole(row.nodeCpu),
      whole(row.postgresCpu),
      whole(row.memoryMb),
    ])
    const title = connections === 1 ? '1 connection' : `${connections} connections`
    return ['', ...table([[title, ...head], ...body])]
  })
}

function cardTable(cards: readonly CardFigures[]): string[] {
  const head = [
    'Webhook to card',
    'bare post p50 ms',
    'p99',
    'answered 200 p50',
    'card p50',
    'p99',
    'card / bare post',
  ]
  const rows = cards.map((row) => [
    `queue on ${row.backend === 'redis' ? 'Redis' : 'PostgreSQL'} (${row.cards} cards)`,
    ms(row.bareP50),
    ms(row.bareP99),
    ms(row.answeredP50),
    ms(row.cardP50),
    ms(row.cardP99),
    times(row.cardP50 / row.bareP50),
  ])
  return ['', ...table([head, ...rows])]
}

function keptTable(kept: readonly KeptFigures[]): string[] {
  const rows = kept.map((row) => [
    titles[row.server],
    whole(row.acknowledged),
    whole(row.stored),
    row.acknowledged === row.stored ? 'nothing lost' : 'DIFFERENT',
  ])
  return ['', ...table([['Acknowledged and stored', 'answered 200', 'in the database', ''], ...rows])]
}

export const isMet = ({ ratio, atLeast }: Required): boolean => ratio >= atLeast

function requiredTable(required: readonly Required[]): string[] {
  if (required.length === 0)
    return ['', '  Required ratios are those at 128 connections; this run did not measure them.']
  const rows = required.map((row) => [
    `Heard, queue on ${row.backend === 'redis' ? 'Redis' : 'PostgreSQL'}, against ${row.what}`,
    times(row.ratio),
    `at least ${row.atLeast}x`,
    isMet(row) ? 'met' : 'NOT MET',
  ])
  return ['', ...table([['Required at 128 connections', '', '', ''], ...rows])]
}

const legend = `
  Medians of rounds taken in turn. Node us, PG us: processor time a webhook (user + system) of the server's own Node
  process and of all of PostgreSQL; Node MB: what that process holds. The floors are plain node:http servers with
  nothing of Heard's; "one INSERT" keeps the raw delivery only, "one statement" what Heard keeps: delivery, customer, response,
  score counts, alert. The required ratio is against the latter. Heard runs as the web role; no worker runs beside it during the ingest rounds.
  The sender, the server and PostgreSQL share this machine's processors: read the ratios, not the single figures.`

export function report(figures: Figures): string {
  const skipped = figures.skipped.map(
    (backend) =>
      `\n  SKIPPED: the queue on ${backend} was NOT measured: no redis-server and no REDIS_URL here`,
  )
  return [
    ...figures.machine.map((line) => `  ${line}`),
    ...ingestTable(figures.ingest),
    ...cardTable(figures.cards),
    ...keptTable(figures.kept),
    ...requiredTable(figures.required),
    ...skipped,
    legend,
  ].join('\n')
}
