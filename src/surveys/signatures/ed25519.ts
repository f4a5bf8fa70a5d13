import { createPublicKey, verify, type KeyObject } from 'node:crypto'

/** What stands before the 32 bytes of an ed25519 key in its DER form (RFC 8410). */
const derHead = Buffer.from('302a300506032b6570032100', 'hex')

function publicKey(raw: Buffer): KeyObject {
  return createPublicKey({ key: Buffer.concat([derHead, raw]), format: 'der', type: 'spki' })
}

/** Whether any of the signatures is one of these bytes by any of the keys. @param keys 32 bytes each */
export function ed25519Matches(
  keys: readonly Buffer[],
  signed: Buffer,
  signatures: readonly Buffer[],
): boolean {
  let matched = false
  for (const key of keys) {
    for (const signature of signatures) {
      if (signature.length === 64 && verify(null, signed, publicKey(key), signature)) matched = true
    }
  }
  return matched
}
