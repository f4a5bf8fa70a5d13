import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Sealer } from '../workspaces/seal.js'

/** The part of a webhook URL that nobody can guess. */
export function newToken(): string {
  return randomBytes(24).toString('base64url')
}

/** What the database keeps of a URL token: SHA-256. A token is random through and through, so it needs no salt. */
export function hashOfToken(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(token).digest())
}

/** What a source's sealed secrets are bound to: in another row they do not open. */
function secretsContext(sourceId: string): string {
  return `source:${sourceId}`
}

const Secrets = z.array(z.string())

/** A source's secrets, oldest first. Any one of them makes a delivery authentic. */
export function openSecrets(
  sealer: Pick<Sealer, 'unseal'>,
  { id, sealedSecrets }: { id: string; sealedSecrets: Uint8Array },
): string[] {
  return Secrets.parse(JSON.parse(sealer.unseal(sealedSecrets, secretsContext(id))))
}

export function sealSecrets(
  sealer: Pick<Sealer, 'seal'>,
  sourceId: string,
  secrets: readonly string[],
): Uint8Array<ArrayBuffer> {
  return sealer.seal(JSON.stringify(secrets), secretsContext(sourceId))
}
