import type { Deliver } from '../app/ack.js'
import { isObject, type JsonObject, stringAt } from '../json.js'
import { type Deed, type Door, person } from '../people/person.js'
import type { Faults } from './faults.js'

/**
 * Delivers twice what a fault wants delivered twice: the same payload at the same moment, an event as Slack repeats one
 * that it thinks was not heard. The first answer counts; the other is waited for, so that it is over when this is.
 */
export function deliverTwice(deliver: Deliver, faults: Faults): Deliver {
  return async (team, kind, payload, retry) => {
    if (!faults.onDelivery('duplicate_event', team.id, kind)) return deliver(team, kind, payload, retry)
    const again = kind === 'events_api' ? { num: 1, reason: 'http_timeout' } : retry
    const [first] = await Promise.all([
      deliver(team, kind, payload, retry),
      deliver(team, kind, payload, again),
    ])
    return first
  }
}

/** Does a person's deed twice at once when a fault wants it: two clicks, each with a payload of its own. */
export function twice(deed: Deed, faults: Faults): Deed {
  async function run(door: Door, input: unknown): Promise<JsonObject> {
    const user = isObject(input) ? stringAt(input, 'user') : undefined
    const team = user === undefined ? undefined : person(door.state, user).team.id
    if (team === undefined || !faults.onDelivery('double_click', team)) return deed.run(door, input)
    const [first, second] = await Promise.all([deed.run(door, input), deed.run(door, input)])
    return { ...first, second }
  }
  return { run }
}
