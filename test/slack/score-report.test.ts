import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { messagesFor } from '../../src/messages/messages.js'
import { checkMessageBlocks } from '../../src/playground/kit/payload.js'
import { layoutList } from '../../src/slack/layouts/list.js'
import { layoutScoreReport } from '../../src/slack/layouts/score-report.js'
import { npsReport, type Made } from '../scores/reports.js'

const messages = messagesFor('en')

function layOut(made: Made) {
  return layoutScoreReport(npsReport(made), messages)
}

/** All text of one kind, wherever it is. */
function texts(value: unknown, type: string): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => texts(each, type))
  if (typeof value !== 'object' || value === null) return []
  const own =
    'type' in value && value.type === type && 'text' in value && typeof value.text === 'string'
      ? [value.text]
      : []
  return [...own, ...Object.values(value).flatMap((each) => texts(each, type))]
}

const full: Made = {
  now: [
    [10, 65],
    [8, 30],
    [3, 28],
  ],
  before: [
    [10, 52],
    [8, 30],
    [5, 28],
  ],
  transactional: [[9, 4]],
  unbound: 3,
  quarantined: 1,
  survey: 'Quarterly',
}

describe('a score in Slack', () => {
  it('says everything in the text alone', () => {
    expect(layOut(full).text).toBe(
      'NPS +32, last 30 days incl. today: 127 answers, 95% interval +18 to +45. No clear change against the 30 days before (change +10, could be noise: p = 0.33).',
    )
  })

  it('shows the composition as bars whose lengths are the shares, with the exact numbers', () => {
    const { blocks } = layOut({
      now: [
        [10, 50],
        [8, 30],
        [3, 20],
      ],
    })
    const picture = texts(blocks, 'mrkdwn').find((text) => text.startsWith('```'))
    const rows = (picture ?? '').replaceAll('`', '').split('\n')
    expect(rows.slice(0, 3).map((row) => row.replace(/\s+/g, ' '))).toEqual([
      `9-10 promoters ${'█'.repeat(10)}${'░'.repeat(10)} 50% 50`,
      `7-8 passives ${'█'.repeat(6)}${'░'.repeat(14)} 30% 30`,
      `0-6 detractors ${'█'.repeat(4)}${'░'.repeat(16)} 20% 20`,
    ])
    expect(new Set(rows.slice(0, 3).map((row) => row.length)).size).toBe(1)
    expect(rows[3]).toBe('0 ▁▁▁▄▁▁▁▁▆▁█ 10')
  })

  it('under ten answers shows counts and no percentage', () => {
    const { blocks, text } = layOut({
      now: [
        [10, 4],
        [3, 2],
      ],
    })
    const shown = texts(blocks, 'mrkdwn').join('\n')
    expect(shown).toContain('9-10 promoters 4 ■■■■')
    expect(`${shown}${text}`).not.toContain('%')
  })

  it('has no picture of nothing', () => {
    const { blocks } = layOut({})
    expect(texts(blocks, 'mrkdwn')).toEqual(['*No answers.*'])
    expect(checkMessageBlocks(blocks)).toEqual([])
  })

  it('lets a survey name do nothing', () => {
    const survey = '<!channel> <https://evil.example|click> *x* `y`\n• NPS +100'
    const { blocks, text } = layOut({ ...full, survey })
    expect(texts(blocks, 'mrkdwn').join('\n')).not.toContain('evil')
    expect(text).not.toContain('evil')
    const told = texts(blocks, 'plain_text').find((each) => each.includes('evil'))
    expect(told).toContain('<!channel> <https://evil.example|click> *x* `y` • NPS +100')
  })

  it('is a message that Slack takes, in at most eight blocks, whatever the answers', () => {
    const cells = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 10 }), fc.integer({ min: 1, max: 10_000_000 })),
      {
        maxLength: 11,
      },
    )
    const made = fc.record({
      window: fc.constantFrom('today', 'last7d', 'last400d', 'mtd', '2026-09-01..2026-10-30'),
      now: cells,
      before: cells,
      transactional: cells,
      survey: fc.string({ unit: 'grapheme', maxLength: 5000 }),
      unbound: fc.nat(10_001),
      quarantined: fc.nat(10_001),
      withdrawn: fc.nat(10_001),
      atLeast: fc.boolean(),
    })
    fc.assert(
      fc.property(made, (each) => {
        const { blocks, text } = layOut(each)
        expect(checkMessageBlocks(blocks)).toEqual([])
        expect(blocks.length).toBeLessThanOrEqual(8)
        expect(text.length).toBeLessThan(400)
      }),
    )
  })
})

describe('a list in Slack', () => {
  it('shows the help', () => {
    const { blocks, text } = layoutList(messages.score.npsHelp())
    expect(checkMessageBlocks(blocks)).toEqual([])
    expect(text).toContain('/nps last7d, last30d, last90d')
  })

  it('parses nothing of its lines, and stays within the limits', () => {
    const line = '<!here> & <@U1> *x*\nsecond'
    const { blocks, text } = layoutList({
      title: line,
      lines: Array.from({ length: 500 }, () => line),
      smallPrint: line,
    })
    expect(texts(blocks, 'mrkdwn')).toEqual([])
    expect(checkMessageBlocks(blocks)).toEqual([])
    expect(text).not.toContain('<!here>')
    expect(text.length).toBeLessThanOrEqual(4000)
    expect(checkMessageBlocks(layoutList({ title: '', lines: [], smallPrint: null }).blocks)).toEqual([])
  })
})
