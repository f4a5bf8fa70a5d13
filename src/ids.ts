import { v5, v7 } from 'uuid'

/** A new id that sorts by time. */
export type NewId = (now: number) => string

export const newUuid: NewId = (now) => v7({ msecs: now })

/**
 * The id of a thing that is named by its parts: the same parts always give the same id. Deliveries, responses,
 * questions, alerts and customers are named this way, so a batch needs no look-up and a repeat meets its own row.
 * @param namespace a UUID: the row that owns the thing (source, workspace, response)
 */
export function idOf(namespace: string, ...parts: string[]): string {
  return v5(parts.map((part) => `${part.length}:${part}`).join(''), namespace)
}
