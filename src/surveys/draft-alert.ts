import { decideAlert, textOnly, type AlertDecision } from '../alerts/rules.js'
import { idOf } from '../ids.js'
import type { Answer } from './answer.js'
import type { Bound } from './bind-answer.js'
import type { ResponseRow } from './intake-write.js'
import type { SourceSettings } from './source-settings.js'

type Judged = Bound & { answer: Answer }

/**
 * What of a response says that a person must hear of it, and when first. Named only when there is one: most raise none.
 * @param receivedAt epoch ms
 */
export function alertOf(
  responseId: string,
  settings: Partial<SourceSettings> | undefined,
  judged: Judged,
  receivedAt: number,
): Pick<ResponseRow, 'alertId' | 'rule' | 'severity' | 'alertAt'> {
  const alert = judged.answer.backfill ? null : decide(settings ?? {}, judged)
  if (alert === null) return { alertId: null, rule: null, severity: null }
  const seconds = heldSeconds(settings ?? {}, alert)
  return {
    alertId: idOf(responseId, 'alert'),
    ...alert,
    ...(seconds > 0 && { alertAt: new Date(receivedAt + seconds * 1_000).toISOString() }),
  }
}

/** How long after its answer came an alert waits for more of it. */
export function heldSeconds(
  { holdSeconds = 0, holdCritical = true }: Partial<SourceSettings>,
  { severity }: Pick<AlertDecision, 'severity'>,
): number {
  return holdCritical || severity !== 'critical' ? holdSeconds : 0
}

function decide(settings: Partial<SourceSettings>, { answer, state, scale }: Judged): AlertDecision | null {
  if (state === 'unscored') return answer.asksForPerson || settings.cards === 'all' ? textOnly : null
  return state === 'scored' && scale && answer.score !== null ? decideAlert(scale, answer.score) : null
}
