import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../src/errors.js'
import { buildSealer } from '../../src/workspaces/seal.js'

const key = () => randomBytes(32).toString('base64')

describe('a sealed secret', () => {
  it('opens with its key and its row', () => {
    const sealer = buildSealer(key())

    expect(sealer.unseal(sealer.seal('whsec_ü', 'source:1'), 'source:1')).toBe('whsec_ü')
  })

  it('does not open in another row, with another key, or with one bit changed', () => {
    const sealer = buildSealer(key())
    const sealed = sealer.seal('s', 'source:1')
    const bent = Uint8Array.from(sealed, (byte, at) => (at === sealed.length - 1 ? byte ^ 1 : byte))

    for (const open of [
      () => sealer.unseal(sealed, 'source:2'),
      () => buildSealer(key()).unseal(sealed, 'source:1'),
      () => sealer.unseal(bent, 'source:1'),
    ]) {
      expect(open).toThrow(AppError)
    }
  })

  it('never looks the same twice', () => {
    const sealer = buildSealer(key())

    expect(Buffer.from(sealer.seal('s', 'c'))).not.toEqual(Buffer.from(sealer.seal('s', 'c')))
  })
})
