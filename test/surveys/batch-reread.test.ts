import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mergeWrites, settleWrites, type BatchOutcome } from '../../src/surveys/batch.js'
import { isFurther, state, step, writeOf, type Step } from './batch-steps.js'

interface Reread extends Step {
  /** Which delivery the answer is stored from. */
  storedBy: string
  understoodOtherwise: boolean
}

/** A delivery that is read again, of an answer that no other delivery of the batch holds. */
const reread = fc.record<Reread>({
  id: fc.constantFrom('d', 'e', 'f'),
  delivery: fc.constantFrom('d1', 'd2'),
  storedBy: fc.constantFrom('d1', 'd2'),
  version: fc.nat(2),
  state,
  understoodOtherwise: fc.boolean(),
})

test('of a delivery that is read again the answer is told as changed when the statement wrote it', () => {
  fc.assert(
    fc.property(
      fc.record({ version: fc.nat(2), state }),
      reread,
      fc.array(step, { maxLength: 6 }),
      fc.nat(6),
      (stored, again, others, place) => {
        const applies =
          isFurther(again, stored) ||
          (again.version === stored.version && again.delivery === again.storedBy && again.understoodOtherwise)
        const writes = others.map(writeOf)
        const one = writeOf(again)
        writes.splice(place, 0, { ...one, responses: one.responses.map((row) => ({ ...row, again: true })) })
        const batch = mergeWrites(writes)
        const outcome: BatchOutcome = {
          newDeliveries: [],
          written: applies ? [{ id: again.id, created: false }] : [],
          before: [{ id: again.id, ...stored }],
          outdated: [],
          withdrawn: [],
        }

        const told = settleWrites(writes, batch, outcome)[Math.min(place, others.length)]

        const otherwise = again.version < stored.version ? 'stale' : 'duplicate'
        expect(told?.responses[0]?.verdict).toBe(applies ? 'updated' : otherwise)
      },
    ),
  )
})
