import type { QueueBackend } from '../support/redis.js'

/** One server under one load; each figure is the median of its rounds. */
export interface IngestFigures {
  server: ServerName
  connections: number
  perSecond: number
  p50: number
  p99: number
  /** Microseconds a webhook, user and system; null where the system does not tell. */
  nodeCpu: number | null
  postgresCpu: number | null
  memoryMb: number | null
}

export type ServerName = 'trivial' | 'verify' | 'insert' | 'statement' | `heard on ${QueueBackend}`

/** Nothing may be lost: what was answered 200, and what stands in the database. */
export interface KeptFigures {
  server: ServerName
  acknowledged: number
  stored: number
}

/** Milliseconds until the stand-in has the post. */
export interface CardFigures {
  backend: QueueBackend
  cards: number
  bareP50: number
  bareP99: number
  cardP50: number
  cardP99: number
  /** Until the webhook is answered. */
  answeredP50: number
}

export interface Required {
  backend: QueueBackend
  what: string
  ratio: number
  atLeast: number
}

export interface Figures {
  machine: string[]
  ingest: IngestFigures[]
  kept: KeptFigures[]
  cards: CardFigures[]
  required: Required[]
  /** Queue backends that were asked for and are not there. */
  skipped: QueueBackend[]
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

/** Null as soon as one is not known. */
export function medianKnown(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === values.length ? median(known) : null
}

const requiredAt = 128

/** The ratios that Heard promises, as far as this run has measured them. */
export function requiredRatios(ingest: readonly IngestFigures[]): Required[] {
  const at = ingest.filter(({ connections }) => connections === requiredAt)
  const speed = (name: ServerName): number => at.find(({ server }) => server === name)?.perSecond ?? 0
  return at.flatMap(({ server, perSecond }) => {
    if (!server.startsWith('heard on ')) return []
    const backend = server.slice('heard on '.length) as QueueBackend
    return [
      {
        backend,
        what: 'one prepared statement a request',
        ratio: perSecond / speed('statement'),
        atLeast: 3,
      },
      { backend, what: 'verify and parse alone', ratio: perSecond / speed('verify'), atLeast: 0.35 },
    ]
  })
}
