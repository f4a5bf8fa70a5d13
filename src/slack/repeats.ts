import type { Clock } from '../clock.js'

/** The same click twice, closer than this, is one: nobody decides twice in a second. */
const sameClickMs = 1_000
const mostKept = 1_000

export interface ClickName {
  /** Who clicked, and on what. */
  where: string
  what: string
}

/**
 * Tells a click from its echo: the second half of a double click, or the same click delivered twice, with nothing else
 * of that person in between. Known to this process only; what another one hears meets the state that the first click made.
 */
export function rememberClicks(clock: Clock): (click: ClickName) => boolean {
  const last = new Map<string, { what: string; at: number }>()
  return ({ where, what }) => {
    const at = clock()
    const before = last.get(where)
    if (before?.what === what && at - before.at < sameClickMs) return true
    if (last.size >= mostKept) last.clear()
    last.set(where, { what, at })
    return false
  }
}
