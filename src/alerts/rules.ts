import type { Metric, Scale } from '../surveys/question.js'
import { bandOf } from '../surveys/scale.js'

export type AlertRule = 'nps_detractor' | 'csat_bottom' | 'ces_high_effort' | 'text_only'

export interface AlertDecision {
  rule: AlertRule
  severity: 'normal' | 'critical'
}

const ruleOf: Readonly<Record<Metric, AlertRule>> = {
  nps: 'nps_detractor',
  csat: 'csat_bottom',
  ces: 'ces_high_effort',
}

/** Words without a number, where their source says that each of them needs a person. */
export const textOnly: AlertDecision = { rule: 'text_only', severity: 'normal' }

/** An NPS at or under this is critical: answered within hours, not within a day. */
const criticalNps = 2

/**
 * Whether one answer alone says that a person must act: it lies in the bad band of its own scale, whichever way that
 * scale runs. What needs stored state (key account, repeat, recovery) is decided later, from the alert's row.
 * @param score one that is inRange of the scale
 */
export function decideAlert(scale: Scale, score: number): AlertDecision | null {
  if (bandOf(scale, score) !== 'bad') return null
  const critical = scale.metric === 'nps' && score <= criticalNps
  return { rule: ruleOf[scale.metric], severity: critical ? 'critical' : 'normal' }
}
