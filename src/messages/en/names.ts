import type { ViewOutcome, ViewStep } from '../../chat/views.js'

/** The five steps, which spell HEARD. */
export const stepNames: Record<ViewStep, string> = {
  hear: 'Hear',
  empathize: 'Empathize',
  apologize: 'Apologize',
  resolve: 'Resolve',
  diagnose: 'Diagnose',
}

/** How a loop ended, within a sentence. */
export const outcomeNames: Record<ViewOutcome, string> = {
  recovered: 'recovered',
  neutral: 'neutral',
  lost: 'lost',
  unreachable: 'unreachable',
  not_valid: 'not valid',
  duplicate: 'duplicate',
}
