import { z } from 'zod'
import type { JsonObject } from '../json.js'
import { Fault } from './fault.js'
import type { Faults } from './faults.js'

export interface FaultRequest {
  verb: string
  /** Of the query: which one. */
  id: string | null
  body: unknown
}

export interface FaultAnswer {
  status: number
  body: JsonObject
}

/**
 * /platform/faults: GET lists them, POST sets one, DELETE ?id= ends one, DELETE without an id ends all. Ending a
 * `hold_reply` lets the held answers go.
 */
export function faultsDoor(faults: Faults, { verb, id, body }: FaultRequest): FaultAnswer {
  const ok = (more: JsonObject = {}): FaultAnswer => ({ status: 200, body: { ok: true, ...more } })
  if (verb === 'GET') return ok({ faults: faults.list() })
  if (verb === 'DELETE') {
    if (id === null) return ok((faults.clearAll(), {}))
    return faults.clear(id) ? ok() : refused(404, 'no_such_fault')
  }
  if (verb !== 'POST') return refused(405, 'no_such_verb')
  const parsed = Fault.safeParse(body)
  if (!parsed.success) return refused(400, 'invalid_fault', z.prettifyError(parsed.error))
  const set = faults.set(parsed.data)
  return set ? ok({ fault: set }) : refused(404, 'no_such_place')
}

function refused(status: number, error: string, detail?: string): FaultAnswer {
  return { status, body: { ok: false, error, ...(detail !== undefined && { detail }) } }
}
