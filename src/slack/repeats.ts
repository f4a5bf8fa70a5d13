import type { Clock } from '../clock.js'

/** Two clicks that are closer than this are one: nobody decides twice in a second. */
const sameClickMs = 1_000
const mostKept = 1_000

/**
 * Tells a click from its echo: the second half of a double click, or the same click delivered twice. Known to this
 * process only; what another one hears meets the state that the first click made.
 */
export function rememberClicks(clock: Clock): (click: readonly string[]) => boolean {
  const seen = new Map<string, number>()
  return (click) => {
    const key = click.join(' ')
    const now = clock()
    const before = seen.get(key)
    if (before !== undefined && now - before < sameClickMs) return true
    if (seen.size >= mostKept) seen.clear()
    seen.set(key, now)
    return false
  }
}
