import { idOf } from '../ids.js'
import type { Withdrawn } from './answer.js'
import type { DeliveryRow, WithdrawalRow } from './intake-write.js'
import { tidyKey, tidyText } from './tidy.js'

/** What a delivery takes back. Named by what it is of, so that a later word on the same answer replaces it. */
export function withdrawalRow(
  { id: deliveryId, workspaceId, sourceId, receivedAt }: DeliveryRow,
  withdrawn: Withdrawn,
): WithdrawalRow {
  const { version, at, by = '', reason = '' } = withdrawn
  const responseKey = tidyKey(withdrawn.responseKey)
  const questionKey = tidyKey(withdrawn.questionKey ?? '')
  return {
    id: idOf(sourceId, 'withdrawal', responseKey, questionKey),
    workspaceId,
    sourceId,
    responseKey,
    questionKey,
    version,
    at: new Date(at).toISOString(),
    byName: tidyText(by, 200).trim() || null,
    reason: tidyText(reason, 500).trim() || null,
    deliveryId,
    receivedAt,
  }
}
