import { apiRules } from './api-rules.js'
import { eventRules } from './event-rules.js'
import { faultRules } from './fault-rules.js'
import { interactionRules } from './interaction-rules.js'
import { kitBlockRules } from './kit-block-rules.js'
import { kitElementRules } from './kit-element-rules.js'
import { kitMenuRules } from './kit-menu-rules.js'
import { kitShapeRules } from './kit-shape-rules.js'
import { kitTableRules } from './kit-table-rules.js'
import { messageRules } from './message-rules.js'
import { oauthRules } from './oauth-rules.js'
import type { Rule } from './rule.js'
import { viewRules } from './view-rules.js'

const table = {
  ...apiRules,
  ...faultRules,
  ...messageRules,
  ...viewRules,
  ...kitBlockRules,
  ...kitElementRules,
  ...kitMenuRules,
  ...kitShapeRules,
  ...kitTableRules,
  ...interactionRules,
  ...eventRules,
  ...oauthRules,
}

export type RuleId = keyof typeof table
type With<Field extends keyof Rule> = {
  [Id in RuleId]: (typeof table)[Id] extends Required<Pick<Rule, Field>> ? Id : never
}[RuleId]
export type LimitRuleId = With<'limit'>
export type RateRuleId = With<'rate'>

/** Every rule of the stand-in by its id. */
export const rules: Record<RuleId, Rule> = table
export const ruleIds = Object.keys(table) as RuleId[]
export const rateRuleIds = ruleIds.filter((id) => rules[id].rate !== undefined) as RateRuleId[]

export function limitOf(id: LimitRuleId): number {
  return table[id].limit
}

export function rateOf(id: RateRuleId): { perMinute: number; burst: number } {
  return table[id].rate
}

/** The row's error with its numbers, and `name` where the row speaks of one field. */
export function errorOf(id: RuleId, name = ''): string {
  const { error, limit = 0 } = rules[id]
  return error
    .replace('{limit}', String(limit))
    .replace('{over}', String(limit + 1))
    .replace('{under}', String(limit - 1))
    .replace('{name}', () => name)
}
