import { describe, expect, it } from 'vitest'
import { messagesFor } from '../../src/messages/messages.js'
import { layoutThreadLine } from '../../src/slack/layouts/thread-line.js'
import { limits } from '../../src/slack/limits.js'
import { stringsOf } from './cards.js'

const messages = messagesFor('en')
const at = Date.UTC(2026, 10, 20, 10, 32)
const answer = { metric: 'nps', score: 3, min: 0, max: 10, direction: 'high_is_good', band: 'bad' }

function line(kind: string, data: Record<string, unknown> = {}, by: string | null = 'Ana') {
  return layoutThreadLine({ kind, by, at, data }, messages)
}

describe('a thread line', () => {
  it.each([
    ['claimed', {}, 'Ana', 'Ana took it'],
    ['step_done', { step: 'apologize', record: {} }, 'Ana', 'Ana logged an apology'],
    ['step_done', { step: 'apologize', amended: true }, 'Ana', 'Ana changed the record of an apology'],
    ['step_skipped', { step: 'apologize', reason: 'r' }, 'Ana', 'Ana skipped Apologize'],
    ['closed', { outcome: 'not_valid' }, 'Ana', 'Ana closed it: not valid'],
    ['reopened', { cause: 'new_answer', count: 1 }, null, 'Reopened: the customer answered low again'],
    ['reopened', { cause: 'person' }, 'Ana', 'Ana reopened it'],
    ['claim_expired', { owner: 'Ben' }, null, "Nothing followed Ben's claim: free for anybody"],
    ['opened', answer, null, 'Opened: NPS 3 of 10: detractor'],
    ['joined', answer, null, 'The same customer answered again: NPS 3 of 10: detractor'],
    ['answer_changed', {}, null, 'The customer changed the answer'],
    ['answer_changed', answer, null, 'The customer changed the answer: NPS 3 of 10: detractor'],
    [
      'answer_changed',
      { ...answer, before: { score: 9, comment: null }, after: { score: 3, comment: null } },
      null,
      'The customer changed the answer from 9 to NPS 3 of 10: detractor',
    ],
    [
      'answer_changed',
      { ...answer, before: { score: 3, comment: 'a' }, after: { score: 3, comment: 'b' } },
      null,
      'The customer changed the comment',
    ],
    [
      'answer_changed',
      { ...answer, before: { score: 3, comment: 'a' }, after: { score: 3, comment: null } },
      null,
      'The customer took the comment back',
    ],
    ['comment_added', { ...answer, comment: 'c' }, null, 'The customer added a comment'],
    [
      'answer_changed',
      { ...answer, before: { score: 9, comment: null }, after: { score: 3, comment: null }, reread: true },
      null,
      'Read again, the answer is not 9 but NPS 3 of 10: detractor',
    ],
    [
      'answer_changed',
      { ...answer, before: { score: 3, comment: 'a' }, after: { score: 3, comment: 'b' }, reread: true },
      null,
      'Read again, the comment is another one',
    ],
    [
      'answer_changed',
      { ...answer, before: { score: 3, comment: 'a' }, after: { score: 3, comment: '' }, reread: true },
      null,
      'Read again, the answer has no comment',
    ],
    [
      'answer_changed',
      { setAside: 42, reread: true },
      null,
      'Read again, the answer is 42, which cannot be read on its scale: it was set aside',
    ],
    [
      'answer_changed',
      { ...answer, reread: true },
      null,
      'The answer was read again: NPS 3 of 10: detractor',
    ],
    ['answer_changed', { reread: true }, null, 'The answer was read again'],
    [
      'comment_added',
      { ...answer, comment: 'c', reread: true },
      null,
      'Read again, the answer has a comment',
    ],
    ['constructor', {}, 'Ana', 'Ana changed this'],
    ['closed', { outcome: 'valueOf' }, 'Ana', 'Ana closed it: valueOf'],
    ['from_the_future', {}, null, 'Heard changed this'],
  ])('%s %j by %s: %s', (kind, data, by, sentence) => {
    expect(line(kind, data, by).text).toBe(sentence)
  })

  it('shows until when in the reader’s time zone', () => {
    expect(line('snoozed', { until: at }).text).toMatch(/^Ana snoozed it until <!date\^\d+\^/)
  })

  it('quotes reason and comment where nothing is parsed, and not in the notification', () => {
    const hostile = '<!channel> <https://evil.example|click> *x*'
    const { text, blocks } = line('joined', { ...answer, comment: hostile }, null)
    expect(text).not.toContain('evil')
    expect(stringsOf(blocks).shown).toEqual([hostile])
    expect(stringsOf(line('step_skipped', { step: 'hear', reason: hostile }).blocks).shown).toEqual([hostile])
  })

  it('quotes a comment only where it is a new one', () => {
    const edited = { ...answer, after: { score: 3, comment: 'slow' } }
    const before = (comment: string | null) => ({ ...edited, comment: 'slow', before: { score: 9, comment } })
    expect(stringsOf(line('answer_changed', before('slow'), null).blocks).shown).toEqual([])
    expect(stringsOf(line('answer_changed', before(null), null).blocks).shown).toEqual(['slow'])
  })

  it('shows what was recorded, in the words of the form, and leaves out what it does not know', () => {
    const record = {
      contact: 'reached',
      story: 'The <b>parcel</b> was late.',
      wants: '',
      secret: 'x',
      channel: 'phone',
    }
    const { blocks } = line('step_done', { step: 'hear', record })
    expect(stringsOf(blocks).shown.join('')).toBe(
      'How did you contact them? Phone\nDid you reach them? Yes, we talked\n' +
        'Their story, in their words The <b>parcel</b> was late.',
    )
    expect(line('step_done', { step: 'hear', record: {} }).blocks).toHaveLength(1)
    const long = line('step_done', { step: 'hear', record: { story: 's'.repeat(2_000) } })
    expect(stringsOf(long.blocks).shown).toContain(`${'s'.repeat(600)}…`)
  })

  it('stays within one message even when everything it may hold is there and long', () => {
    const [story, wants, comment, reason, note] = ['a', 'b', 'c', 'd', 'e'].map((letter) =>
      `${letter}"`.repeat(2_000),
    )
    const { blocks } = line('step_done', { step: 'hear', record: { story, wants }, comment, reason, note })
    expect(JSON.stringify(blocks).length).toBeLessThan(limits.blocksJson)
    expect(stringsOf(blocks).shown.filter((text) => text.endsWith('…'))).toHaveLength(5)
  })

  it('escapes names', () => {
    expect(line('claimed', {}, '<!here> & Co').text).toBe('&lt;!here&gt; &amp; Co took it')
  })

  it('leaves out what has another shape rather than fail', () => {
    expect(line('snoozed', { until: 'soon', reason: 7, comment: { a: 1 }, step: [] }).text).toBe(
      'Ana snoozed it',
    )
  })
})
