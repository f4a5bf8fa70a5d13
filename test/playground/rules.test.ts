import { describe, expect, it } from 'vitest'
import { ruleIds, rules } from '../../src/playground/rules/rules.js'
import { apiCases } from './cases/api-cases.js'
import type { Case } from './cases/case.js'
import { elementCases, menuCases, shapeCases } from './cases/element-cases.js'
import { eventCases } from './cases/event-cases.js'
import { faultCases } from './cases/fault-cases.js'
import { interactionCases } from './cases/interaction-cases.js'
import { kitBlockCases } from './cases/kit-cases.js'
import { messageCases } from './cases/message-cases.js'
import { oauthCases } from './cases/oauth-cases.js'
import { tableCases } from './cases/table-cases.js'
import { viewCases } from './cases/view-cases.js'

const cases: Record<string, Case> = {
  ...apiCases,
  ...faultCases,
  ...messageCases,
  ...viewCases,
  ...kitBlockCases,
  ...tableCases,
  ...shapeCases,
  ...menuCases,
  ...elementCases,
  ...interactionCases,
  ...eventCases,
  ...oauthCases,
}

describe('the rules of the stand-in', () => {
  it('have one case each, and no case is without a rule', () => {
    expect(Object.keys(cases).sort()).toEqual([...ruleIds].sort())
  })

  it.each(ruleIds)('%s cites a public source and says what it is about', (id) => {
    expect(rules[id].source).toMatch(/^https:\/\/(docs\.slack\.dev|api\.slack\.com|github\.com)\//)
    expect(rules[id].says).not.toBe('')
  })

  it.each(ruleIds)('%s is kept', async (id) => {
    await cases[id]?.(id)
  })
})
