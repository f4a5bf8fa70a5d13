import { describe, expect, it } from 'vitest'
import { messagesFor } from '../../src/messages/messages.js'
import { checkMessageBlocks } from '../../src/playground/kit/payload.js'
import { layoutNotice } from '../../src/slack/layouts/notice.js'
import { stringsOf } from './cards.js'

const messages = messagesFor('en')

const noticeId = '0191f7a0-0000-7000-8000-000000000001'
const asked = { sourceName: 'our-app', questionTitle: null, questionKey: 'q1', survey: null }

function unbound(data: Record<string, unknown>) {
  return layoutNotice({ kind: 'unbound_question', data }, messages)
}

describe('the notice of an unbound question', () => {
  it('says which question, what came so far, and has a button; the command is there too', () => {
    const { text, blocks } = unbound({
      noticeId,
      sourceName: 'our-app',
      questionTitle: 'How easy was it?',
      questionKey: 'q1',
      survey: 'After support',
      lowLabel: 'very hard',
      highLabel: 'very easy',
      waiting: 12,
      observed: { lowest: 1, highest: 7 },
    })
    expect(text).toBe('What do these numbers mean?')
    const { shown } = stringsOf(blocks)
    const words = shown.join('\n')
    expect(words).toContain('“How easy was it?” (source “our-app”, survey “After support”)')
    expect(words).toContain('Lowest number: “very hard”. Highest number: “very easy”.')
    expect(words).toContain('The numbers so far run from 1 to 7.')
    expect(words).toContain('12 answers wait: kept')
    expect(shown).toContain('npm run heard -- question bind --source our-app --key q1 --help')
    expect(blocks).toContainEqual(
      expect.objectContaining({
        type: 'actions',
        elements: [expect.objectContaining({ action_id: 'question:bind', value: noticeId })],
      }),
    )
    expect(checkMessageBlocks(blocks)).toEqual([])
  })

  it('says who bound it as what, and what became of the answers', () => {
    const counts = { scored: 300, quarantined: 3, raised: 20, older: 270 }
    const scale = { metric: 'csat', min: 1, max: 5, direction: 'high_is_good' }
    const bands = { good: { from: 4, to: 5 }, bad: { from: 1, to: 2 } }
    const { blocks } = unbound({
      ...asked,
      noticeId,
      said: { by: 'Ana', scale: { ...scale, ...bands }, counts },
    })
    const words = stringsOf(blocks).shown.join('\n')
    expect(words).toContain(
      'Ana said what the numbers of “q1” (source “our-app”) mean: CSAT, 1 to 5, high is good (good 4-5, bad 1-2).',
    )
    expect(words).toContain('300 answers are counted. 20 bad ones of the last day raise a card.')
    expect(words).toContain('270 older answers are counted in the scores and raise no card.')
    expect(words).toContain('3 answers do not fit this scale and are set aside.')
    expect(words).toContain('Change it')
    expect(checkMessageBlocks(blocks)).toEqual([])
  })

  it('says who said that it is no score, and how to be asked again', () => {
    const { blocks } = unbound({ ...asked, noticeId, said: { by: 'Ana', scale: null, counts: null } })
    const { shown } = stringsOf(blocks)
    expect(shown.join('\n')).toContain('Ana said that the numbers of “q1” (source “our-app”) are no score.')
    expect(shown).toContain('npm run heard -- question ask --source our-app --key q1')
    expect(JSON.stringify(blocks)).not.toContain('button')
  })

  it('lets nothing run that a survey tool chose, when its command is pasted', () => {
    const questionKey = "$(rm -rf ~)'; reboot\n`id`"
    const { shown } = stringsOf(
      unbound({ sourceName: '-x', questionTitle: null, questionKey, survey: null }).blocks,
    )
    const [command] = shown.find((line) => line.startsWith('npm'))?.split('\n') ?? []
    expect(command).toBe(
      `npm run heard -- question bind --source=-x --key '$(rm -rf ~)'\\''; reboot \`id\`' --help`,
    )
  })

  it('parses nothing that a survey tool wrote', () => {
    const hostile = '<!channel> <https://evil.example|click>'
    const { text, blocks } = unbound({
      sourceName: hostile,
      questionTitle: hostile,
      questionKey: hostile,
      survey: hostile,
      lowLabel: hostile,
      highLabel: hostile,
    })
    expect(stringsOf(blocks).parsed).toEqual([])
    expect(text).not.toContain('<')
  })
})

describe('other notices', () => {
  it('tell of trouble with a channel, and what the operator can do', () => {
    const data = { channel: 'C1', problem: 'Heard is not in the channel C1. Type /invite @Heard there.' }
    const { shown } = stringsOf(layoutNotice({ kind: 'delivery_trouble', data }, messages).blocks)
    expect(shown.join(' ')).toContain('channel C1 could not be posted. Heard is not in the channel C1.')
  })

  it('of a kind that a newer version wrote still say something', () => {
    const { blocks } = layoutNotice({ kind: 'from_the_future', data: {} }, messages)
    expect(checkMessageBlocks(blocks)).toEqual([])
  })
})
