import { vi } from 'vitest'

/** Looks until it no longer throws, for as long as a busy machine may need (vitest's own default is a second). */
export function soon<T>(look: () => T | Promise<T>, everyMs = 50): Promise<T> {
  // eslint-disable-next-line no-restricted-properties -- the one place
  return vi.waitFor(look, { timeout: 60_000, interval: everyMs })
}
