import type { Log } from '../logging/log.js'
import type { Bell, Ring } from '../queue/job.js'
import { wantFetches } from './fetch-store.js'
import type { FetchRow } from './intake-write.js'
import type { Queryable } from '../queue/lease.js'

interface RingDeps {
  bell: Bell
  log: Pick<Log, 'warn'>
}

/** Without waiting for it: what is not rung is found by the sweep. */
export function ringSoon({ bell, log }: RingDeps, rings: readonly Ring[]): void {
  if (rings.length === 0) return
  bell
    .ring(rings)
    .catch(() => log.warn('the queue could not be rung; the sweep will', { rows: rings.length }))
}

/** Notes what is to be fetched, and rings for it. */
export async function wantAll(
  deps: RingDeps & { pool: Queryable },
  fetches: readonly FetchRow[],
): Promise<void> {
  if (fetches.length === 0) return
  await wantFetches(deps.pool, fetches)
  ringSoon(
    deps,
    fetches.map(({ id }) => ({ job: 'fetch', id })),
  )
}
