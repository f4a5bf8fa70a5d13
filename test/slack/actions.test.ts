import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  actionId,
  actionIds,
  actionsBlockId,
  parseFormTicket,
  parseLoopClick,
  writeFormTicket,
} from '../../src/chat/actions.js'
import type { LoopAction } from '../../src/chat/views.js'

const loopId = '0191f7a0-0000-7000-8000-000000000001'
const clicks: LoopAction[] = ['claim', 'release', 'wait', 'resume', 'snooze']
const forms: LoopAction[] = ['work', 'skip', 'close']

describe('what comes back from a click', () => {
  it('is read from a button and from a menu', () => {
    for (const action of [...clicks, ...forms]) {
      const expected = { loopId, action, opensForm: forms.includes(action) }
      expect(parseLoopClick({ actionId: actionId(action), value: loopId })).toEqual(expected)
      const pick = { actionId: actionIds.more, blockId: actionsBlockId(loopId), picked: action }
      expect(parseLoopClick(pick)).toEqual(expected)
    }
  })

  it('is refused when it is not what we sent', () => {
    const tampered = [
      { actionId: 'loop:claim', value: 'x' },
      { actionId: 'loop:claim' },
      { actionId: 'loop:erase', value: loopId },
      { actionId: 'claim', value: loopId },
      { actionId: 'loop:more', value: loopId },
      { actionId: 'loop:more', blockId: actionsBlockId('x'), picked: 'claim' },
      { actionId: 'loop:more', blockId: actionsBlockId(loopId), picked: 'erase' },
      { actionId: 'loop:link', value: loopId },
    ]
    for (const click of tampered) expect(parseLoopClick(click)).toBeNull()
  })

  it('never throws', () => {
    const text = fc.option(fc.string(), { nil: undefined })
    const click = fc.record({ actionId: fc.string(), blockId: text, value: text, picked: text })
    fc.assert(fc.property(click, (reported) => parseLoopClick(reported) === null))
  })
})

describe('what a form carries', () => {
  it('comes back as it was', () => {
    const ticket = { loopId, version: 7, action: 'work' } as const
    expect(parseFormTicket(writeFormTicket(ticket))).toEqual(ticket)
  })

  it('is refused when it is not what we wrote', () => {
    const wrong = [
      '',
      'null',
      '{"loopId":',
      JSON.stringify({ loopId, version: -1, action: 'work' }),
      JSON.stringify({ loopId, version: 1, action: 'claim' }),
      JSON.stringify({ loopId: '1; DROP TABLE loop', version: 1, action: 'work' }),
    ]
    for (const text of wrong) expect(parseFormTicket(text)).toBeNull()
  })
})
