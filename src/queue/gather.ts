import type { Bell, Ring } from './job.js'

export interface Gathering {
  bell: Bell
  /** Rings for what waits, then for nothing any more. */
  close(): Promise<void>
}

/**
 * A bell for those who ring very often. Whoever rings after a pause is passed on at once; what comes within `pauseMs` of
 * that goes together in one ring, because a ring costs the queue milliseconds however little it says. What waits when the
 * process dies is found by the sweep.
 */
export function gatherRings(bell: Bell, pauseMs: number): Gathering {
  let waiting: Ring[] = []
  let pause: NodeJS.Timeout | null = null
  let passing = Promise.resolve()

  function pass(rings: readonly Ring[]): Promise<void> {
    pause = setTimeout(pauseOver, pauseMs)
    pause.unref()
    passing = bell.ring(rings)
    return passing
  }

  function pauseOver(): void {
    pause = null
    const rings = waiting
    waiting = []
    // A bell logs its own failures.
    if (rings.length > 0) pass(rings).catch(() => undefined)
  }

  return {
    bell: {
      ring(rings) {
        if (rings.length === 0) return Promise.resolve()
        if (pause === null) return pass(rings)
        waiting.push(...rings)
        return Promise.resolve()
      },
    },
    async close() {
      if (pause !== null) clearTimeout(pause)
      pauseOver()
      if (pause !== null) clearTimeout(pause)
      await passing.catch(() => undefined)
    },
  }
}
