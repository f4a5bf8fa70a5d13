import type { ViewOutcome, ViewStep } from '../../chat/views.js'

/** The five steps keep their English names, which spell HEARD, with what they mean. */
export const stepNames: Record<ViewStep, string> = {
  hear: 'Hear (Zuhören)',
  empathize: 'Empathize (Einfühlen)',
  apologize: 'Apologize (Entschuldigen)',
  resolve: 'Resolve (Lösen)',
  diagnose: 'Diagnose (Ursache finden)',
}

export const outcomeNames: Record<ViewOutcome, string> = {
  recovered: 'zurückgewonnen',
  neutral: 'neutral beendet',
  lost: 'verloren',
  unreachable: 'nicht erreicht',
  not_valid: 'nicht berechtigt',
  duplicate: 'doppelt',
}
