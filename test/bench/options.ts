import { parseArgs } from 'node:util'
import type { QueueBackend } from '../support/redis.js'

export interface Options {
  /** Length of one round. */
  seconds: number
  rounds: number
  /** Requests that each server takes before anything is measured, so that all of them run compiled code. */
  warmUp: number
  connections: number[]
  backends: QueueBackend[]
  /** Cards whose way is timed, on each backend. */
  cards: number
  seed: number
  /** Where the figures go as JSON besides. */
  json: string | null
  /** Exit code 1 when a required ratio is not met. */
  assert: boolean
  /** Folder for CPU profiles of Heard's processes. */
  profile: string | null
}

export const help = `How fast Heard takes survey answers, and how soon a card stands: measured against floors in the same run.

  npm run bench:ingest                                 all of it, about four minutes
  npm run bench:ingest -- --quick                      every section once, seconds: only to see that it works
  npm run bench:ingest -- --connections 128 --rounds 9 one load, more rounds
  npm run bench:ingest -- --backend redis              one queue backend (default: both)
  npm run bench:ingest -- --assert                     exit code 1 when a required ratio is not met

  --seconds N      length of a round (default 2)
  --rounds N       rounds of each server and load, taken in turn; medians are printed (default 5)
  --warm-up N      requests to each server before anything is measured (default 10000)
  --connections L  loads, comma-separated (default 1,16,128)
  --backend B      postgres, redis or both
  --cards N        cards that are timed on each backend (default 30)
  --seed N         of the answers (default 1)
  --json FILE      the figures as JSON besides
  --profile DIR    a CPU profile of each Heard process into this folder (slows it a little)

It brings its own PostgreSQL, with the durable settings it prints, and its own Redis; DATABASE_URL is not touched. Every
reply is checked, and the rows in the database are counted against what was acknowledged: a difference is exit code 1.`

const settings = {
  seconds: { type: 'string' },
  rounds: { type: 'string' },
  'warm-up': { type: 'string' },
  connections: { type: 'string' },
  backend: { type: 'string', default: 'both' },
  cards: { type: 'string' },
  seed: { type: 'string', default: '1' },
  json: { type: 'string' },
  profile: { type: 'string' },
  quick: { type: 'boolean', default: false },
  assert: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

const slow = { seconds: '2', rounds: '5', 'warm-up': '10000', connections: '1,16,128', cards: '30' }
const quick = { seconds: '0.2', rounds: '1', 'warm-up': '100', connections: '1,16', cards: '2' }

/** @returns null when help was asked for @throws Error that says which option is wrong */
export function readOptions(args: string[]): Options | null {
  const { values } = parseArgs({ args, options: settings })
  if (values.help) return null
  const given = { ...(values.quick ? quick : slow), ...values }
  const backends = { both: ['postgres', 'redis'], postgres: ['postgres'], redis: ['redis'] }[given.backend]
  if (!backends) throw new Error(`--backend: "${given.backend}" is none of postgres, redis, both`)
  return {
    seconds: positive('seconds', given.seconds),
    rounds: whole('rounds', given.rounds),
    warmUp: whole('warm-up', given['warm-up']),
    connections: given.connections.split(',').map((text) => whole('connections', text)),
    backends: backends as QueueBackend[],
    cards: whole('cards', given.cards),
    seed: whole('seed', given.seed),
    json: given.json ?? null,
    assert: given.assert,
    profile: given.profile ?? null,
  }
}

function positive(name: string, text: string): number {
  const value = Number(text)
  if (!(value > 0)) throw new Error(`--${name}: "${text}" is not a number above 0`)
  return value
}

function whole(name: string, text: string): number {
  const value = positive(name, text)
  if (!Number.isInteger(value)) throw new Error(`--${name}: "${text}" is not a whole number`)
  return value
}
