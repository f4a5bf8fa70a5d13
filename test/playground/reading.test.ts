import { describe, expect, it } from 'vitest'
import { readMrkdwn } from '../../src/playground/rendering/mrkdwn.js'
import { readBlocks } from '../../src/playground/rendering/reading.js'
import { plain, section } from './payloads.js'
import { stand } from './stand.js'

const rules = { formats: true, autoLinks: true, names: false }
const hostile = '<!channel> <https://evil.example|click> *x*'

describe('what a person reads of mrkdwn', () => {
  it('pings and links by Slack tokens, and takes formats for style', () => {
    expect(readMrkdwn(hostile, rules)).toEqual({
      text: '@channel click x',
      pings: ['!channel'],
      links: [{ url: 'https://evil.example', text: 'click' }],
    })
  })

  it.each([
    ['<@U1>', 'U1'],
    ['<@U1|ana>', 'U1'],
    ['<!here>', '!here'],
    ['<!here|here>', '!here'],
    ['<!everyone>', '!everyone'],
    ['<!subteam^S1|@care>', 'S1'],
  ])('%s pings', (source, who) => {
    expect(readMrkdwn(source, rules).pings).toEqual([who])
  })

  it('decodes entities once and never parses what comes out', () => {
    const reading = readMrkdwn('&lt;!channel&gt; &amp;lt;!here&amp;gt; &lt;https://evil.example|click&gt;', {
      ...rules,
      autoLinks: false,
    })
    expect(reading).toEqual({
      text: '<!channel> &lt;!here&gt; <https://evil.example|click>',
      pings: [],
      links: [],
    })
  })

  it('links bare addresses unless it is verbatim', () => {
    const text = 'see https://evil.example/a now'
    expect(readMrkdwn(text, rules).links).toEqual([
      { url: 'https://evil.example/a', text: 'https://evil.example/a' },
    ])
    expect(readBlocks([{ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } }]).links).toEqual(
      [],
    )
  })

  it('takes *, _, ~, `code` and quotes for style, but not inside words', () => {
    const text = '*bold* _it_ ~no~ `*raw*` snake_case_name 2*3*4\n&gt; quoted'
    expect(readMrkdwn(text, rules).text).toBe('bold it no *raw* snake_case_name 2*3*4\nquoted')
  })

  it('pings by a plain name only when names are linked', () => {
    expect(readMrkdwn('@here and @ana', rules).pings).toEqual([])
    expect(readMrkdwn('@here and @ana', { ...rules, names: true }).pings).toEqual(['!here', '@ana'])
  })

  it('shows the fallback of a date and leaves unknown tokens as text', () => {
    expect(readMrkdwn('<!date^1700000000^{date}|14 Nov> <nothing>', rules).text).toBe('14 Nov <nothing>')
  })
})

describe('what a person reads of blocks', () => {
  const rich = (...elements: unknown[]) => ({
    type: 'rich_text',
    elements: [{ type: 'rich_text_quote', elements }],
  })

  it('leaves rich_text text and plain_text alone', () => {
    const both = readBlocks([rich({ type: 'text', text: hostile }), { type: 'header', text: plain(hostile) }])
    expect(both).toMatchObject({ text: `${hostile}\n${hostile}`, pings: [], links: [] })
  })

  it('pings and links by rich_text elements', () => {
    const reading = readBlocks([
      rich(
        { type: 'user', user_id: 'U1' },
        { type: 'broadcast', range: 'here' },
        { type: 'link', url: 'https://a.example' },
      ),
    ])
    expect(reading).toMatchObject({ pings: ['U1', '!here'], links: [{ url: 'https://a.example' }] })
  })

  it('reads Slack tokens and Markdown links in markdown blocks', () => {
    const reading = readBlocks([{ type: 'markdown', text: '<!here> [a](https://a.example)' }])
    expect(reading.pings).toEqual(['!here'])
    expect(reading.links).toContainEqual({ url: 'https://a.example', text: 'a' })
  })

  it('lists what can be used', () => {
    const { actions } = readBlocks([
      {
        type: 'actions',
        block_id: 'row',
        elements: [{ type: 'button', action_id: 'go', text: plain('Go'), style: 'primary' }],
      },
      {
        ...section(),
        block_id: 'more',
        accessory: { type: 'overflow', action_id: 'o', options: [{ text: plain('Snooze'), value: 's' }] },
      },
    ])
    expect(actions).toEqual([
      { type: 'button', action_id: 'go', block_id: 'row', text: 'Go', style: 'primary' },
      { type: 'overflow', action_id: 'o', block_id: 'more', options: [{ text: 'Snooze', value: 's' }] },
    ])
  })

  it('counts a mention in the notification text even when blocks are shown', async () => {
    const t = await stand()
    await t.ok('chat.postMessage', { channel: 'C1', text: 'New <!channel>', blocks: [section('quiet')] })
    const [message] = await t.messages()
    expect(message?.rendered).toMatchObject({
      text: 'quiet',
      notification: 'New @channel',
      pings: ['!channel'],
    })
    await t.close()
  })
})
