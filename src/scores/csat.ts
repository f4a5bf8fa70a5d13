import type { Scale } from '../surveys/question.js'
import type { Definition } from './definition.js'
import { shareDefinition } from './share.js'

/**
 * CSAT = satisfied / answered, in percent, by the cut-offs that the question declares. Never the mean and never the
 * share of the maximum: four of five from everybody is 100 % satisfied and 80 % of the maximum.
 */
export function csat(scale: Scale & { metric: 'csat' }): Definition {
  return shareDefinition(scale)
}
