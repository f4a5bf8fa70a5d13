import { hash } from 'node:crypto'
import { v7 } from 'uuid'

/** A new id that sorts by time. */
export type NewId = (now: number) => string

export const newUuid: NewId = (now) => v7({ msecs: now })

/**
 * The id of a thing that is named by its parts: the same parts always give the same id. Deliveries, responses,
 * questions, alerts and customers are named this way, so a batch needs no look-up and a repeat meets its own row.
 * @param namespace a UUID: the row that owns the thing (source, workspace, response)
 */
export function idOf(namespace: string, ...parts: string[]): string {
  let text = ''
  for (const part of parts) text += `${part.length}:${part}`
  return uuidV5(text, namespace)
}

const namespaceBytes = 16
let scratch = Buffer.alloc(4_096)

/**
 * RFC 9562, section 5.5. By hand, since every answer is named several times over and the library takes five times as
 * long; ids.test.ts holds it against the library.
 */
function uuidV5(name: string, namespace: string): string {
  const room = namespaceBytes + name.length * 3
  if (scratch.length < room) scratch = Buffer.alloc(room)
  scratch.write(namespace.replaceAll('-', ''), 0, 'hex')
  const length = namespaceBytes + scratch.write(name, namespaceBytes, 'utf8')
  const hex = hash('sha1', scratch.subarray(0, length), 'hex')
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) & 3] ?? ''
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
