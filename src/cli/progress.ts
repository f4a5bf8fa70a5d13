import type { Clock } from '../clock.js'

/** Where progress is drawn: the terminal, or what stands in its place. */
export interface ProgressOut {
  write(text: string): unknown
  isTTY?: boolean
  columns?: number
}

export interface ProgressState {
  /** 0 to 1. */
  part: number
  /** What is counted; the rate is of this. */
  count: number
}

export interface ProgressFacts {
  hundredths: number
  count: number
  perSecond: number
  /** As 1:05 or 2:10:00; "?" as long as nobody can tell. */
  left: string
}

export interface Progress {
  at(state: ProgressState): void
  /** Takes the bar away. */
  end(): void
}

const drawEveryMs = 200
const sayEveryMs = 10_000
const barWidth = 24

/**
 * How far long work is, on the terminal's error stream: a bar on a terminal, elsewhere a plain line every ten seconds. Rate and time left are those of
 * this run: what an earlier one did counts for neither.
 * @param say the sentence beside the bar
 */
export function openProgress(
  out: ProgressOut,
  clock: Clock,
  say: (facts: ProgressFacts) => string,
): Progress {
  const startedAt = clock()
  let first: ProgressState | null = null
  let drawnAt = out.isTTY ? 0 : startedAt
  let drawn = false
  return {
    at(state) {
      first ??= state
      const now = clock()
      if (now - drawnAt < (out.isTTY ? drawEveryMs : sayEveryMs)) return
      drawnAt = now
      const text = say(factsOf(first, state, now - startedAt))
      if (!out.isTTY) return void out.write(`${text}\n`)
      drawn = true
      const filled = Math.round(state.part * barWidth)
      const bar = `[${'#'.repeat(filled)}${'.'.repeat(barWidth - filled)}]`
      out.write(`\r\u001b[K${`${bar} ${text}`.slice(0, (out.columns ?? 80) - 1)}`)
    },
    end() {
      if (drawn) out.write('\r\u001b[K')
      drawn = false
    },
  }
}

function factsOf(first: ProgressState, { part, count }: ProgressState, elapsedMs: number): ProgressFacts {
  const done = part - first.part
  const leftMs = done > 0 ? (elapsedMs * (1 - part)) / done : null
  return {
    hundredths: Math.floor(part * 100),
    count,
    perSecond: elapsedMs > 0 ? Math.round(((count - first.count) * 1_000) / elapsedMs) : 0,
    left: leftMs === null ? '?' : spanOf(Math.round(leftMs / 1_000)),
  }
}

function spanOf(seconds: number): string {
  const two = (n: number): string => String(n).padStart(2, '0')
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}
