import { createHash } from 'node:crypto'

/** What the database keeps of a URL token: SHA-256. A token is random through and through, so it needs no salt. */
export function hashOfToken(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(token).digest())
}

/** What a source's sealed secrets are bound to: in another row they do not open. */
export function secretsContext(sourceId: string): string {
  return `source:${sourceId}`
}
