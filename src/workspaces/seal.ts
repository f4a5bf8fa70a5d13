import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { AppError } from '../errors.js'

/** Seals and opens secrets that the database keeps. `context` binds a seal to its row: moved elsewhere it does not open. */
export interface Sealer {
  seal(secret: string, context: string): Uint8Array<ArrayBuffer>
  /** @throws AppError misconfigured when the key is another one than it was sealed with */
  unseal(sealed: Uint8Array, context: string): string
}

const version = 1
const nonceBytes = 12
const tagBytes = 16

/**
 * AES-256-GCM (NIST SP 800-38D), a fresh 96-bit nonce each time. Layout: version, nonce, tag, ciphertext.
 * @param key 32 bytes in base64
 */
export function buildSealer(key: string): Sealer {
  const secretKey = Buffer.from(key, 'base64')
  return {
    seal(secret, context) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', secretKey, nonce).setAAD(Buffer.from(context))
      const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
      return new Uint8Array(Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), text]))
    },
    unseal(sealed, context) {
      const bytes = Buffer.from(sealed)
      const nonce = bytes.subarray(1, 1 + nonceBytes)
      const tag = bytes.subarray(1 + nonceBytes, 1 + nonceBytes + tagBytes)
      try {
        const decipher = createDecipheriv('aes-256-gcm', secretKey, nonce)
          .setAAD(Buffer.from(context))
          .setAuthTag(tag)
        return (
          decipher.update(bytes.subarray(1 + nonceBytes + tagBytes), undefined, 'utf8') +
          decipher.final('utf8')
        )
      } catch (cause) {
        throw new AppError({
          code: 'misconfigured',
          message: 'a sealed secret does not open with this key',
          tellUser: ({ start }) => start.otherKey(),
          cause,
        })
      }
    },
  }
}
