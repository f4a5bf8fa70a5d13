import { describe, expect, it } from 'vitest'
import { messagesFor } from '../../src/messages/messages.js'
import { checkMessageBlocks } from '../../src/playground/kit/payload.js'
import { layoutBurstSummary } from '../../src/slack/layouts/burst-summary.js'
import { limits } from '../../src/slack/limits.js'
import { aCard, aLine, anAnswer, aSummary, stringsOf } from './cards.js'

const messages = messagesFor('en')
const { loopId, openedAt } = aCard()
const hostile = '<!channel> <https://evil.example|click> *x* & <@U0123>'

describe('a summary', () => {
  it('lists each loop with status, verdict, score, customer, owner and age, and a button that opens it', () => {
    const owner = { id: 'U1', name: 'Ana' }
    const lines = [aLine(), aLine({ status: 'claimed', owner }), aLine({ status: 'closed' })]
    const { text, blocks } = layoutBurstSummary(aSummary(lines), messages)

    expect(text).toBe('3 unhappy customers at once')
    const { shown, parsed } = stringsOf(blocks)
    expect(shown).toContain('🔴 New · Detractor · NPS 3 · Dana Customer')
    expect(shown).toContain('🟠 Claimed · Detractor · NPS 3 · Dana Customer · Ana')
    expect(parsed).toContain(`<!date^${openedAt / 1000}^{ago}|2026-11-20 09:00 UTC>`)
    expect(parsed).toContain('1 new · 1 taken · 1 closed')
    expect(blocks[2]).toMatchObject({
      type: 'section',
      accessory: {
        action_id: 'loop:open',
        value: loopId,
        text: { text: 'Open' },
        accessibility_label: 'Open: NPS 3 of 10: detractor, Dana Customer',
      },
    })
  })

  it('leads to the card of a line that was opened, and only to a web address', () => {
    const buttonFor = (link: string | null) =>
      layoutBurstSummary(aSummary([aLine({ ownCard: { link } })]), messages).blocks[2]

    expect(buttonFor('https://acme.slack.com/archives/C1/p1')).toMatchObject({
      accessory: { action_id: 'loop:link', url: 'https://acme.slack.com/archives/C1/p1' },
    })
    expect(buttonFor(null)).not.toHaveProperty('accessory')
    expect(buttonFor('javascript:alert(1)')).not.toHaveProperty('accessory')
  })

  it('says so when it is critical', () => {
    const answer = anAnswer({ score: 0 })
    const { text, blocks } = layoutBurstSummary(
      aSummary([aLine({ severity: 'critical', answer })], 'critical'),
      messages,
    )
    expect(text).toBe('1 critical answer among many')
    expect(stringsOf(blocks).shown).toContain('🔴 New · Critical · Detractor · NPS 0 · Dana Customer')
  })

  it('parses nothing of what foreigners wrote', () => {
    const { text, blocks } = layoutBurstSummary(
      aSummary([aLine({ customer: hostile, owner: { id: 'U1', name: hostile } })]),
      messages,
    )
    const { parsed } = stringsOf(blocks)
    expect([text, ...parsed].join('\n')).not.toMatch(/<!channel|evil|U0123/)
  })

  it.each(['"\\', '👨‍👩‍👧‍👦', 'e\u0301'])('of twenty loops with names all of %j is taken by Slack', (unit) => {
    const name = unit.repeat(200)
    const line = aLine({
      customer: name,
      severity: 'critical',
      status: 'waiting',
      owner: { id: 'U1', name },
      answer: anAnswer({ metric: 'csat', min: -1_000, max: 100 }),
    })
    const opened = aLine({ ...line, ownCard: { link: `https://a.example/${'p'.repeat(100)}` } })
    for (const each of [line, opened]) {
      const { blocks } = layoutBurstSummary(aSummary(Array.from({ length: 20 }, () => each)), messages)
      expect(checkMessageBlocks(blocks)).toEqual([])
      expect(JSON.stringify(blocks).length).toBeLessThanOrEqual(limits.blocksJson)
    }
  })
})
