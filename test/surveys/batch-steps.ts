import fc from 'fast-check'
import type { Standing } from '../../src/surveys/batch.js'
import type { IntakeWrite, ResponseRow, ResponseState } from '../../src/surveys/intake-write.js'

/** One request with one answer. */
export interface Step extends Standing {
  id: string
  delivery: string
}

export const state = fc.constantFrom<ResponseState>('scored', 'unbound', 'quarantined', 'unscored')
export const step = fc.record<Step>({
  id: fc.constantFrom('a', 'b', 'c'),
  delivery: fc.constantFrom('d1', 'd2', 'd3', 'd4'),
  version: fc.nat(4),
  state,
})
export function isFurther(next: Standing, kept: Standing): boolean {
  if (next.version !== kept.version) return next.version > kept.version
  if (next.state === 'scored' || next.state === 'quarantined')
    return kept.state === 'unbound' || kept.state === 'unscored'
  return next.state === 'unbound' && kept.state === 'unscored'
}

export function writeOf({ id, delivery, version, state }: Step): IntakeWrite {
  const response: ResponseRow = {
    id,
    workspaceId: 'w',
    sourceId: 's',
    questionKey: 'q',
    responseKey: id,
    questionId: null,
    deliveryId: delivery,
    customerId: null,
    version,
    state,
    reason: null,
    score: 1,
    keepsComment: false,
    comment: null,
    answeredAt: '2026-01-01T00:00:00.000Z',
    survey: null,
    questionTitle: null,
    segments: {},
    permalink: null,
    backfill: false,
    receivedAt: '2026-01-01T00:00:00.000Z',
    meaning: null,
    alertId: `alert-${id}`,
    rule: null,
    severity: null,
  }
  return {
    delivery: {
      id: delivery,
      workspaceId: 'w',
      sourceId: 's',
      deliveryKey: delivery,
      contentType: 'application/json',
      body: Buffer.alloc(0),
      verdict: 'accepted',
      reason: null,
      receivedAt: '2026-01-01T00:00:00.000Z',
    },
    questions: [],
    customers: [],
    responses: [response],
    notices: [],
  }
}
