import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mergeWrites, settleWrites, type BatchOutcome, type Standing } from '../../src/surveys/batch.js'
import type { IntakeWrite, ResponseRow, ResponseVerdict } from '../../src/surveys/intake-write.js'
import { isFurther, state, step, writeOf, type Step } from './batch-steps.js'

const store = fc.dictionary(
  fc.constantFrom('a', 'b', 'c'),
  fc.record<Standing>({ version: fc.nat(4), state }),
)

test('a batch tells each request the same as one statement each would have', () => {
  fc.assert(
    fc.property(
      store,
      fc.array(fc.constantFrom('d1', 'd2')),
      fc.array(step, { maxLength: 12 }),
      (stored, known, steps) => {
        const writes = steps.map(writeOf)
        const batch = mergeWrites(writes)
        const outcome = pretend(
          stored,
          known,
          batch.responses,
          batch.deliveries.map(({ id }) => id),
        )

        const together = settleWrites(writes, batch, outcome)

        expect(together.map(({ duplicate, responses }) => [duplicate, responses[0]?.verdict])).toEqual(
          oneByOne(stored, known, steps),
        )
      },
    ),
  )
})

test('rows come once each and in the order of their ids, whatever the order of the writes', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
      const { responses, deliveries } = mergeWrites(steps.map(writeOf))

      for (const ids of [responses.map(({ id }) => id), deliveries.map(({ id }) => id)]) {
        expect(ids).toEqual([...new Set(ids)].toSorted())
      }
      for (const row of responses) {
        const versions = steps.filter(({ id }) => id === row.id).map(({ version }) => version)
        expect(row.version).toBe(Math.max(...versions))
      }
    }),
  )
})

test('when another process came in between, what is certain is told', () => {
  const writes = [1, 2].map((version) =>
    writeOf({ id: 'a', delivery: `d${version}`, version, state: 'scored' }),
  )
  const batch = mergeWrites(writes)
  const outcome = { newDeliveries: ['d1', 'd2'], written: [], before: [], outdated: [], withdrawn: [] }
  const verdicts = (more: Partial<BatchOutcome>): (ResponseVerdict | undefined)[] =>
    settleWrites(writes, batch, { ...outcome, ...more }).map(({ responses }) => responses[0]?.verdict)

  expect(verdicts({})).toEqual(['stale', 'duplicate'])
  expect(verdicts({ written: [{ id: 'a', created: false }] })).toEqual(['updated', 'updated'])
  expect(verdicts({ written: [{ id: 'a', created: true }] })).toEqual(['created', 'updated'])
})

test('of several withdrawals of one answer the one that reaches furthest stays', () => {
  const withdrawing = (version: number): IntakeWrite => ({
    ...writeOf({ id: 'a', delivery: `d${version}`, version, state: 'scored' }),
    withdrawals: [
      {
        id: 'w',
        workspaceId: 'w',
        sourceId: 's',
        responseKey: 'a',
        questionKey: '',
        version,
        at: '2026-01-01T00:00:00.000Z',
        byName: null,
        reason: null,
        deliveryId: `d${version}`,
        receivedAt: '2026-01-01T00:00:00.000Z',
      },
    ],
  })
  for (const order of [
    [1, 3, 2],
    [3, 2, 1],
    [2, 1, 3],
  ]) {
    expect(mergeWrites(order.map(withdrawing)).withdrawals).toMatchObject([{ version: 3, deliveryId: 'd3' }])
  }
})

test("a customer's details are put together: newer ones win, older ones fill gaps", () => {
  const customer = (updatedAt: string, name: string | null, email: string | null): IntakeWrite => ({
    ...writeOf({ id: 'a', delivery: 'd1', version: 1, state: 'scored' }),
    customers: [{ id: 'c', workspaceId: 'w', key: 'id:c', externalId: 'c', updatedAt, name, email }],
  })
  const early = customer('2026-01-01T00:00:00.000Z', 'Early', 'early@example.com')
  const late = customer('2026-01-02T00:00:00.000Z', 'Late', null)

  for (const order of [
    [early, late],
    [late, early],
  ]) {
    expect(mergeWrites(order).customers).toMatchObject([{ name: 'Late', email: 'early@example.com' }])
  }
})

/** The model: every request alone, one after the other. */
function oneByOne(
  stored: Record<string, Standing>,
  known: string[],
  steps: Step[],
): [boolean, ResponseVerdict][] {
  const rows = new Map(Object.entries(stored))
  const deliveries = new Set(known)
  return steps.map((next) => {
    const duplicate = deliveries.has(next.delivery)
    deliveries.add(next.delivery)
    const kept = rows.get(next.id)
    if (!kept || isFurther(next, kept)) rows.set(next.id, next)
    if (!kept) return [duplicate, 'created']
    if (isFurther(next, kept)) return [duplicate, 'updated']
    return [duplicate, next.version < kept.version ? 'stale' : 'duplicate']
  })
}

/** What the database answers for a batch. */
function pretend(
  stored: Record<string, Standing>,
  known: string[],
  rows: ResponseRow[],
  ids: string[],
): BatchOutcome {
  const written = rows.flatMap((row) => {
    const kept = stored[row.id]
    return !kept || isFurther(row, kept) ? [{ id: row.id, created: !kept }] : []
  })
  const before = rows.flatMap(({ id }) => (stored[id] ? [{ id, ...stored[id] }] : []))
  return {
    newDeliveries: ids.filter((id) => !known.includes(id)),
    written,
    before,
    outdated: [],
    withdrawn: [],
  }
}
