import { describe, expect, it } from 'vitest'
import { messagesFor } from '../../src/messages/messages.js'
import { checkMessageBlocks } from '../../src/playground/kit/payload.js'
import { layoutNotice } from '../../src/slack/layouts/notice.js'
import { stringsOf } from './cards.js'

const messages = messagesFor('en')

function unbound(data: Record<string, unknown>) {
  return layoutNotice({ kind: 'unbound_question', data }, messages)
}

describe('the notice of an unbound question', () => {
  it('says which question, and the commands to choose from', () => {
    const { text, blocks } = unbound({
      sourceName: 'our-app',
      questionTitle: 'How easy was it?',
      questionKey: 'q1',
      survey: 'After support',
    })
    expect(text).toBe('A question is not bound yet')
    const { shown } = stringsOf(blocks)
    expect(shown.join('\n')).toContain(
      '“our-app” sent an answer to “How easy was it?” (survey “After support”)',
    )
    expect(shown.find((line) => line.startsWith('npm'))?.split('\n')).toEqual([
      'npm run heard -- question bind --source our-app --key q1 --metric nps',
      'npm run heard -- question bind --source our-app --key q1 --metric csat --min 1 --max 5 --direction high_is_good',
      'npm run heard -- question bind --source our-app --key q1 --metric ces --min 1 --max 7 --direction high_is_good',
    ])
    expect(checkMessageBlocks(blocks)).toEqual([])
  })

  it('lets nothing run that a survey tool chose, when its command is pasted', () => {
    const questionKey = "$(rm -rf ~)'; reboot\n`id`"
    const { shown } = stringsOf(
      unbound({ sourceName: '-x', questionTitle: null, questionKey, survey: null }).blocks,
    )
    const [command] = shown.find((line) => line.startsWith('npm'))?.split('\n') ?? []
    expect(command).toBe(
      `npm run heard -- question bind --source=-x --key '$(rm -rf ~)'\\''; reboot \`id\`' --metric nps`,
    )
  })

  it('parses nothing that a survey tool wrote', () => {
    const hostile = '<!channel> <https://evil.example|click>'
    const { text, blocks } = unbound({
      sourceName: hostile,
      questionTitle: hostile,
      questionKey: hostile,
      survey: hostile,
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
