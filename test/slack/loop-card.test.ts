import { describe, expect, it } from 'vitest'
import { messagesFor } from '../../src/messages/messages.js'
import { checkMessageBlocks } from '../../src/playground/kit/payload.js'
import { layoutLoopCard } from '../../src/slack/layouts/loop-card.js'
import { limits } from '../../src/slack/limits.js'
import { aCard, anAnswer, stringsOf } from './cards.js'

const messages = messagesFor('en')
const hostile = '<!channel> <https://evil.example|click> *x* & <@U0123>'

function layout(fields: Parameters<typeof aCard>[0] = {}) {
  return layoutLoopCard(aCard(fields), messages)
}

describe('the card', () => {
  it('says status, verdict, score, facts, clocks, steps and last action in seven blocks', () => {
    const { text, blocks } = layout()
    expect(text).toBe('New · Detractor · NPS 3 · Relationship · 2 of 5 steps done')
    expect(blocks.map((block) => block.type)).toEqual([
      'header',
      'rich_text',
      'rich_text',
      'section',
      'context',
      'actions',
      'context',
    ])
    const { parsed, shown } = stringsOf(blocks)
    expect(shown).toContain('🔴 New · Detractor · NPS 3')
    expect(shown).toContain('Nobody called me back.')
    expect(shown).toContain('NPS 3 of 10: detractor on “How likely are you to recommend us?”')
    expect(shown).toContain('Dana Customer')
    expect(shown).toContain('nobody yet')
    expect(parsed).toEqual([
      `Resolution due <!date^${Date.UTC(2026, 10, 22, 1, 0) / 1000}^{date_short_pretty} {time}|2026-11-22 01:00 UTC>`,
      '✔ Hear   ➖ Empathize (skipped)   ▫ Apologize   ▫ Resolve   ▫ Diagnose',
      `Ana took it · <!date^${Date.UTC(2026, 10, 20, 9, 1) / 1000}^{date_short_pretty} {time}|2026-11-20 09:01 UTC>`,
    ])
  })

  it('puts one primary and one secondary button, the rest in the menu, the loop in values and block id', () => {
    const { blocks } = layout({ answers: [anAnswer({ permalink: 'https://survey.example/r/1' })] })
    const { loopId } = aCard()
    expect(blocks.find((block) => block.type === 'actions')).toMatchObject({
      block_id: `loop:${loopId}`,
      elements: [
        { action_id: 'loop:work', value: loopId, style: 'primary' },
        { action_id: 'loop:close', value: loopId },
        { action_id: 'loop:link', url: 'https://survey.example/r/1' },
        {
          type: 'overflow',
          action_id: 'loop:more',
          options: [{ value: 'wait' }, { value: 'snooze' }, { value: 'skip' }, { value: 'release' }],
        },
      ],
    })
  })

  it('takes a list when a menu cannot hold all actions, so that none is lost', () => {
    const more = ['wait', 'snooze', 'skip', 'release', 'claim', 'reopen'] as const
    const { blocks } = layout({ actions: { primary: 'work', secondary: null, more: [...more] } })
    const menu = blocks.find((block) => block.type === 'actions')?.elements.at(-1)
    expect(menu).toMatchObject({ type: 'static_select', options: more.map((value) => ({ value })) })
    expect(checkMessageBlocks(blocks)).toEqual([])
  })

  it('never shows a bare number: scale and direction stand with it', () => {
    const hard = { metric: 'ces', score: 6, min: 1, max: 7, questionTitle: 'how much effort' } as const
    const { shown } = stringsOf(layout({ answers: [anAnswer({ ...hard, direction: 'low_is_good' })] }))
    expect(shown).toContain('🔴 New · Hard · effort 6 of 7')
    expect(shown).toContain('hard: 6 of 7 on “how much effort” (scale 1 to 7, 1 is best)')
  })

  it('calls it ease where a high number is good, and effort where a low one is', () => {
    const hard = { metric: 'ces', score: 2, min: 1, max: 7, questionTitle: 'it was easy' } as const
    const { shown } = stringsOf(layout({ answers: [anAnswer({ ...hard, direction: 'high_is_good' })] }))
    expect(shown).toContain('🔴 New · Hard · ease 2 of 7')
  })

  it('leaves out a link that is not https', () => {
    for (const permalink of ['javascript:alert(1)', 'http://survey.example/', 'nonsense']) {
      expect(JSON.stringify(layout({ answers: [anAnswer({ permalink })] }))).not.toContain('loop:link')
    }
  })

  it('shows when and how it was closed, and the note', () => {
    const { parsed, shown } = stringsOf(
      layout({
        status: 'closed',
        closedAt: Date.UTC(2026, 10, 21),
        outcome: 'recovered',
        closeNote: 'Refunded.',
        reopenCount: 2,
        answers: [anAnswer(), anAnswer({ score: 5 })],
        actions: { primary: 'reopen', secondary: null, more: [] },
      }),
    )
    expect(shown).toContain('✅ Closed · Detractor · NPS 3')
    expect(shown).toContain('Refunded.')
    expect(parsed[0]).toMatch(/^Closed <!date\^\d+\^.*>: recovered$/)
    expect(parsed[2]).toMatch(/1 earlier answer {3}Reopened 2 times$/)
  })
})

describe('what a customer wrote', () => {
  it('arrives as that text where Slack parses nothing, and nowhere else', () => {
    const card = layout({
      customer: hostile,
      segments: [{ name: hostile, value: hostile }],
      answers: [anAnswer({ comment: hostile, questionTitle: hostile, survey: hostile })],
      owner: { id: 'U1', name: hostile },
      lastAction: { kind: 'claimed', by: hostile, at: 0 },
    })
    const { parsed, shown } = stringsOf(card.blocks)
    expect(shown).toContain(hostile)
    for (const text of [...parsed, card.text]) {
      expect(text.replace(/<!date\^[^>]*>/g, '')).not.toMatch(/[<>]/)
    }
    expect(card.blocks[0]).toMatchObject({ text: { text: '🔴 New · Detractor · NPS 3' } })
    expect(checkMessageBlocks(card.blocks)).toEqual([])
  })

  it('is not in the notification text: neither comment nor name', () => {
    const { text } = layout({ customer: 'SECRETNAME', answers: [anAnswer({ comment: 'SECRETWORDS' })] })
    expect(text).not.toMatch(/SECRET/)
    expect(JSON.stringify(layout({ customer: 'SECRETNAME' }).blocks[0])).not.toContain('SECRET')
  })

  it('is cut between graphemes at 600, and says that it goes on', () => {
    const family = '👨‍👩‍👧‍👦'
    const { shown } = stringsOf(layout({ answers: [anAnswer({ comment: family.repeat(700) })] }))
    const quoted = shown.find((text) => text.startsWith(family)) ?? ''
    expect(quoted.length).toBeLessThanOrEqual(limits.quote)
    expect(quoted.replaceAll(family, '')).toBe('…')
    expect(shown.join()).toContain('The comment goes on')
    const words = stringsOf(layout({ answers: [anAnswer({ comment: 'a'.repeat(10_000) })] })).shown
    expect(words).toContain(`${'a'.repeat(600)}…`)
  })

  it('cannot start a line of ours or turn the text around it over', () => {
    const { shown } = stringsOf(layout({ customer: 'Eve\nOwner: Ana\u202etxt', segments: [] }))
    expect(shown).toContain('Eve Owner: Anatxt')
  })

  it('keeps right-to-left text and joiners as they are', () => {
    for (const comment of ['الخدمة بطيئة جدا', 'שירות איטי', 'می\u200cخواهم', '👩🏽‍💻 e\u0301']) {
      expect(stringsOf(layout({ answers: [anAnswer({ comment })] })).shown).toContain(comment)
    }
  })

  it('may be missing or empty', () => {
    for (const comment of [null, '', ' \n ']) {
      const { shown } = stringsOf(layout({ answers: [anAnswer({ comment })] }))
      expect(shown).toContain('No comment was left.')
    }
  })
})
