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

  it('of answers that waited says how many there are in all, and turns its pages', () => {
    const gathered = {
      summaryId: loopId,
      total: 45,
      untouched: 43,
      taken: 2,
      closed: 0,
      page: 1,
      pages: 3,
      first: 21,
      scored: 300,
      older: 255,
    }
    const { text, blocks } = layoutBurstSummary(
      { ...aSummary(Array.from({ length: 20 }, () => aLine())), gathered },
      messages,
    )
    expect(text).toBe('45 unhappy customers among answers that waited')
    const words = Object.values(stringsOf(blocks)).flat().join('\n')
    expect(words).toContain('300 answers are counted')
    expect(words).toContain('255 older answers are counted in the scores and raise no card.')
    expect(words).toContain('43 new · 2 taken · 0 closed')
    expect(words).toContain('Shown: 21 to 40 of 45')
    expect(blocks.at(-1)).toMatchObject({
      type: 'actions',
      elements: [
        { action_id: 'summary:previous', value: `${loopId} 0`, text: { text: 'Show the previous 20' } },
        { action_id: 'summary:next', value: `${loopId} 2`, text: { text: 'Show the next 5' } },
      ],
    })
    expect(checkMessageBlocks(blocks)).toEqual([])
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
    const many = {
      untouched: 99_999,
      taken: 99_999,
      closed: 99_999,
      page: 9_998,
      pages: 15_000,
      first: 199_961,
    }
    const gathered = { summaryId: loopId, total: 299_997, ...many, scored: 1_000_000, older: 700_003 }
    for (const [each, more] of [
      [line, {}],
      [opened, {}],
      [opened, { gathered }],
    ] as const) {
      const summary = { ...aSummary(Array.from({ length: 20 }, () => each)), ...more }
      const { blocks } = layoutBurstSummary(summary, messages)
      expect(checkMessageBlocks(blocks)).toEqual([])
      expect(JSON.stringify(blocks).length).toBeLessThanOrEqual(limits.blocksJson)
    }
  })
})
