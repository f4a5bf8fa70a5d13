import { readdirSync, readFileSync } from 'node:fs'
import os from 'node:os'
import type pg from 'pg'

/** Clock ticks of /proc are hundredths of a second on every Linux that Node runs on. */
const tickMs = 10

/** Both null where there is no /proc. */
export interface Usage {
  /** User and system time since its start. */
  cpuMs: number | null
  memoryMb: number | null
}

export function usageOf(pid: number): Usage {
  const stat = read(`/proc/${pid}/stat`)
  const status = read(`/proc/${pid}/status`)
  if (stat === null || status === null) return { cpuMs: null, memoryMb: null }
  const [user = 0, system = 0] = fieldsOf(stat).slice(11, 13).map(Number)
  const kb = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0)
  return { cpuMs: (user + system) * tickMs, memoryMb: Math.round(kb / 1024) }
}

/** Of a PostgreSQL server: its first process, those it has now, and those that ended. */
export function postgresCpuMs(postmaster: number): number | null {
  const own = read(`/proc/${postmaster}/stat`)
  if (own === null) return null
  const all = fieldsOf(own).slice(11, 15).map(Number)
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => read(`/proc/${name}/stat`))
    .filter((stat) => stat !== null && fieldsOf(stat)[1] === String(postmaster))
    .flatMap((stat) =>
      fieldsOf(stat ?? '')
        .slice(11, 13)
        .map(Number),
    )
  return [...all, ...children].reduce((sum, ticks) => sum + ticks, 0) * tickMs
}

/** The process that all backends are children of. */
export async function postmasterOf(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  const stat = read(`/proc/${rows[0]?.pid ?? 0}/stat`)
  return stat === null ? 0 : Number(fieldsOf(stat)[1])
}

/** After the name in brackets, which may itself hold blanks: state, parent, ... user time is the 12th of them. */
function fieldsOf(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

const told = [
  'server_version',
  'fsync',
  'synchronous_commit',
  'full_page_writes',
  'wal_sync_method',
  'shared_buffers',
]

/** What the figures were taken on. */
export async function describeMachine(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string; value: string }>(
    'SELECT name, current_setting(name) AS value FROM unnest($1::text[]) AS name',
    [told],
  )
  const cpus = os.cpus()
  const load = os.loadavg().map((value) => value.toFixed(2))
  return [
    `${cpus.length} x ${cpus[0]?.model ?? 'unknown CPU'}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.platform()} ${os.release()}, load ${load.join(' ')}`,
    `Node ${process.versions.node}; PostgreSQL ${rows.map(({ name, value }) => `${name}=${value}`).join(' ')}`,
  ]
}
