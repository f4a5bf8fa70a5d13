import { readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type pg from 'pg'
import { openProgress } from '../../src/cli/progress.js'
import { systemClock } from '../../src/clock.js'
import { openGround, openField, type Field, type Ground } from '../bench/ground.js'
import { describeMachine } from '../bench/machine.js'
import { mapping, writeAnswers } from './answers-file.js'
import { runImport, type ImportRun } from './import-process.js'

const help = `Imports a large file of answers, killed half-way and run again, and compares every count with one clean run.

  npm run soak                        1,000,000 rows, about ten minutes
  npm run soak -- --rows 20000        fewer
  npm run soak -- --seed 7            other rows; the same seed gives the same file
  npm run soak -- --json FILE         the figures as JSON besides

It brings its own PostgreSQL, with the durable settings it prints; DATABASE_URL is not touched. A difference is exit code 1.`

interface Options {
  rows: number
  seed: number
  json: string | null
}

/** What both databases must hold alike, and the file of rejected rows too. */
export interface Stored {
  states: Record<string, number>
  questions: Record<string, number>
  scores: number
  customers: number
  /** Of every row's content, whatever its order. */
  fingerprints: { responses: string; counts: string; customers: string }
  notices: number
  alerts: number
  rejectedBytes: number
}

export interface SoakFigures extends Options {
  machine: string[]
  fileBytes: number
  clean: { seconds: number; rowsPerSecond: number; peakMb: number | null }
  killedAfter: number
  wentOnAfter: number
  again: { seconds: number; peakMb: number | null }
  stored: Stored
  storedAgain: Stored
  same: boolean
}

function readOptions(args: string[]): Options | null {
  const { values } = parseArgs({
    args,
    options: {
      rows: { type: 'string', default: '1000000' },
      seed: { type: 'string', default: '1' },
      json: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return null
  const whole = (name: 'rows' | 'seed'): number => {
    const value = Number(values[name])
    if (!Number.isInteger(value) || value < 1)
      throw new Error(`--${name}: "${values[name]}" is not a whole number`)
    return value
  }
  return { rows: whole('rows'), seed: whole('seed'), json: values.json ?? null }
}

async function soak(options: Options, ground: Ground): Promise<SoakFigures> {
  const file = path.join(ground.folder, 'answers.csv')
  const mappingFile = path.join(ground.folder, 'answers.yaml')
  await writeFile(mappingFile, mapping)
  const writing = openProgress(process.stderr, systemClock, ({ count }) => `${count} rows are made up`)
  await writeAnswers(file, options, (count) => writing.at({ part: count / options.rows, count }))
  writing.end()
  const [one, other] = [await openField(ground, 'clean', null), await openField(ground, 'killed', null)]
  await one.ids()
  await other.ids()
  const args = (name: string) => [
    file,
    '--source',
    'typeform',
    '--mapping',
    mappingFile,
    '--rejects',
    path.join(ground.folder, `${name}.rejected.csv`),
  ]
  const clean = expectEnd(await runImport({ env: one.env, args: args('clean') }))
  const half = Math.floor(options.rows / 2)
  const killed = await runImport({
    env: other.env,
    args: args('killed'),
    isEnough: async () => (await rowsOf(other.pool)) >= half,
  })
  if (killed.signal !== 'SIGKILL') throw new Error('the import ended before it could be killed')
  const killedAfter = await rowsOf(other.pool)
  const again = expectEnd(await runImport({ env: other.env, args: args('killed') }))
  const stored = await storedIn(one, path.join(ground.folder, 'clean.rejected.csv'))
  const storedAgain = await storedIn(other, path.join(ground.folder, 'killed.rejected.csv'))
  const rejects = await Promise.all(
    ['clean', 'killed'].map((name) => readFile(path.join(ground.folder, `${name}.rejected.csv`), 'utf8')),
  )
  return {
    ...options,
    machine: await describeMachine(ground.pool),
    fileBytes: (await stat(file)).size,
    clean: {
      seconds: clean.seconds,
      rowsPerSecond: Math.round(options.rows / clean.seconds),
      peakMb: clean.peakMb,
    },
    killedAfter,
    wentOnAfter: Number(/stopped after ([\d,]+) rows/.exec(again.out)?.[1]?.replaceAll(',', '') ?? -1),
    again: { seconds: again.seconds, peakMb: again.peakMb },
    stored,
    storedAgain,
    same: JSON.stringify(stored) === JSON.stringify(storedAgain) && rejects[0] === rejects[1],
  }
}

/** 3: all rows are in but for the rejected ones, which the file has on purpose. */
function expectEnd(run: ImportRun): ImportRun {
  if (run.status !== 3) throw new Error(`the import ended with ${run.status ?? run.signal}: ${run.out}`)
  return run
}

async function rowsOf(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ n: string }>('SELECT coalesce(max(rows), 0) AS n FROM import_run')
  return Number(rows[0]?.n)
}

async function storedIn({ pool }: Field, rejectsFile: string): Promise<Stored> {
  const countsBy = async (column: string): Promise<Record<string, number>> => {
    const { rows } = await pool.query<{ key: string; n: string }>(
      `SELECT ${column} AS key, count(*) AS n FROM response GROUP BY 1 ORDER BY 1`,
    )
    return Object.fromEntries(rows.map(({ key, n }) => [key, Number(n)]))
  }
  const { rows } = await pool.query<Record<string, string>>(
    `SELECT (SELECT sum(n) FROM score_count WHERE dimension = '') AS scores,
       (SELECT count(*) FROM customer) AS customers, (SELECT count(*) FROM notice) AS notices, (SELECT count(*) FROM alert) AS alerts,
       (SELECT sum(hashtextextended(concat_ws('|', response_key, question_key, version, state, reason, score, comment, answered_at, day,
          survey, segments, backfill, c.key), 0)::numeric) FROM response r LEFT JOIN customer c ON c.id = r.customer_id) AS r,
       (SELECT sum(hashtextextended(concat_ws('|', day, dimension, value, score, n), 0)::numeric) FROM score_count) AS s,
       (SELECT sum(hashtextextended(concat_ws('|', key, external_id, email, name, updated_at), 0)::numeric) FROM customer) AS c`,
  )
  const [row = {}] = rows
  return {
    states: await countsBy('state'),
    questions: await countsBy('question_key'),
    scores: Number(row['scores']),
    customers: Number(row['customers']),
    fingerprints: { responses: row['r'] ?? '', counts: row['s'] ?? '', customers: row['c'] ?? '' },
    notices: Number(row['notices']),
    alerts: Number(row['alerts']),
    rejectedBytes: (await stat(rejectsFile)).size,
  }
}

function report(figures: SoakFigures): string {
  const { clean, again, stored } = figures
  const memory = (mb: number | null): string => (mb === null ? 'memory unknown' : `${mb} MB at most`)
  return [
    ...figures.machine,
    `${figures.rows} rows, ${(figures.fileBytes / 1e6).toFixed(1)} MB, seed ${figures.seed}`,
    `One clean run     ${clean.seconds.toFixed(1)} s, ${clean.rowsPerSecond} rows/s, ${memory(clean.peakMb)}`,
    `Killed            after ${figures.killedAfter} rows (kill -9), went on after ${figures.wentOnAfter}`,
    `Run again         ${again.seconds.toFixed(1)} s, ${memory(again.peakMb)}`,
    `Answers           ${JSON.stringify(stored.states)} by question ${JSON.stringify(stored.questions)}`,
    `Scores counted    ${stored.scores}; customers ${stored.customers}; notices ${stored.notices}; alerts ${stored.alerts}`,
    figures.same
      ? 'Both databases and both files of rejected rows are the same.'
      : `DIFFERENT: ${JSON.stringify({ clean: stored, killed: figures.storedAgain }, null, 2)}`,
  ].join('\n')
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2))
  if (options === null) {
    process.stdout.write(`${help}\n`)
    return 0
  }
  const ground = await openGround()
  try {
    const figures = await soak(options, ground)
    process.stdout.write(`${report(figures)}\n`)
    if (options.json) await writeFile(options.json, JSON.stringify(figures, null, 2))
    return figures.same ? 0 : 1
  } finally {
    await ground.close()
  }
}

try {
  process.exitCode = await main()
} catch (error) {
  process.stderr.write(`\nThe soak stopped: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
