import type { Team } from '../store/state.js'
import type { CallFault, DeliveryFault, Fault, StateFault } from './fault.js'

/** A fault that was set, and what it did so far. */
export interface SetFault {
  id: string
  fault: Fault
  hits: number
  /** Answers that are held at this moment. */
  held: number
}

interface Kept extends SetFault {
  roll: () => number
  /** Lets go what is held. */
  release: Set<() => void>
  undo: () => void
}

export interface ApiPlace {
  method: string
  team: string | undefined
  channel: string | undefined
}

/** What goes wrong in this Slack, on purpose. */
export interface Faults {
  /** @returns null when the team or the channel is unknown */
  set(fault: Fault): SetFault | null
  list(): SetFault[]
  /** Ends it: what it held goes out, what it changed is as before. @returns whether there was one */
  clear(id: string): boolean
  clearAll(): void
  /** The faults that this call meets, counted. */
  onCall(place: ApiPlace): { fault: CallFault; hold: () => Promise<void> }[]
  /** Whether this delivery meets such a fault, counted. */
  onDelivery(kind: DeliveryFault['kind'], team: string, of?: string): boolean
}

const callKinds = ['rate_limited', 'server_error', 'slow', 'time_out', 'reply_lost', 'hold_reply']

const isCallFault = (fault: Fault): fault is CallFault => callKinds.includes(fault.kind)

/** A small generator of its own: the same seed, the same misfortunes. */
function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

function strikes(kept: Kept): boolean {
  const { fault } = kept
  if (!('seed' in fault)) return false
  if (fault.times !== undefined && kept.hits >= fault.times) return false
  if (fault.probability !== undefined && kept.roll() >= fault.probability) return false
  kept.hits += 1
  return true
}

function meets(fault: CallFault, place: ApiPlace): boolean {
  return (
    (fault.team === undefined || fault.team === place.team) &&
    (fault.method === undefined || fault.method === place.method) &&
    (fault.channel === undefined || fault.channel === place.channel)
  )
}

function isMeant(fault: Fault, team: string, of: string | undefined): boolean {
  if (fault.team !== undefined && fault.team !== team) return false
  return fault.kind !== 'duplicate_event' || fault.of === undefined || fault.of === of
}

/** Makes it so. @returns how to make it as before; null: there is no such thing */
function changeState(team: Team | undefined, fault: StateFault): (() => void) | null {
  if (!team) return null
  if (fault.kind === 'token_revoked') {
    team.tokenRevoked = true
    return () => void (team.tokenRevoked = false)
  }
  const channel = team.channels.get(fault.channel)
  if (!channel) return null
  const { archived, botIsMember } = channel
  if (fault.kind === 'channel_archived') channel.archived = true
  else channel.botIsMember = false
  return () => void Object.assign(channel, { archived, botIsMember })
}

function hold(kept: Kept): Promise<void> {
  kept.held += 1
  return new Promise((resolve) => {
    kept.release.add(() => {
      kept.held -= 1
      resolve()
    })
  })
}

function makeKept(teams: Map<string, Team>, id: string, fault: Fault): Kept | null {
  const isState = !('seed' in fault)
  const undo = isState ? changeState(teams.get(fault.team), fault) : () => undefined
  if (undo === null) return null
  return { id, fault, hits: 0, held: 0, roll: seeded(isState ? 0 : fault.seed), release: new Set(), undo }
}

/** No fault is set at first. */
export function openFaults(teams: Map<string, Team>, newId: () => string): Faults {
  const all = new Map<string, Kept>()
  const show = ({ id, fault, hits, held }: Kept): SetFault => ({ id, fault, hits, held })

  function clear(id: string): boolean {
    const kept = all.get(id)
    if (!kept) return false
    all.delete(id)
    for (const release of kept.release) release()
    kept.undo()
    return true
  }
  return {
    set(fault) {
      const kept = makeKept(teams, `F${newId()}`, fault)
      if (kept) all.set(kept.id, kept)
      return kept && show(kept)
    },
    list: () => [...all.values()].map(show),
    clear,
    clearAll: () => [...all.keys()].forEach(clear),
    onCall(place) {
      const met: ReturnType<Faults['onCall']> = []
      for (const kept of all.values()) {
        const { fault } = kept
        if (!isCallFault(fault) || !meets(fault, place) || !strikes(kept)) continue
        met.push({ fault, hold: () => hold(kept) })
      }
      return met
    },
    onDelivery(kind, team, of) {
      for (const kept of all.values()) {
        const { fault } = kept
        if (fault.kind !== kind || !isMeant(fault, team, of)) continue
        if (strikes(kept)) return true
      }
      return false
    },
  }
}
