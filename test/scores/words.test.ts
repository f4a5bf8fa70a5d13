import { describe, expect, it } from 'vitest'
import { messagesFor } from '../../src/messages/messages.js'
import { buildReport } from '../../src/scores/report.js'
import { shareDefinition } from '../../src/scores/share.js'
import { readWindow } from '../../src/scores/window.js'
import { npsReport } from './reports.js'

const words = messagesFor('en').score

describe('the one-line summary', () => {
  it.each([
    [
      {
        now: [
          [10, 65],
          [7, 30],
          [2, 28],
        ],
        before: [
          [10, 52],
          [8, 30],
          [5, 28],
        ],
      },
      'NPS +30, last 30 days incl. today: 123 answers, 95% interval +15 to +44. No clear change against the 30 days before (change +8, could be noise: p = 0.44).',
    ],
    [
      {
        window: 'mtd',
        now: [
          [10, 400],
          [3, 20],
        ],
        before: [
          [10, 100],
          [3, 90],
        ],
      },
      'NPS +90, this month so far incl. today: 420 answers, 95% interval +86 to +94. Higher than in the first 30 days of last month (change +85, unlikely to be noise: p < 0.001).',
    ],
    [
      {
        window: 'today',
        now: [
          [10, 45],
          [3, 55],
        ],
        before: [
          [10, 60],
          [3, 40],
        ],
      },
      'NPS -10, today so far: 100 answers, 95% interval -29 to +9. Lower than on the day before (change -30, unlikely to be noise: p = 0.033).',
    ],
    [
      {
        window: '2026-10-03',
        now: [
          [10, 12],
          [3, 12],
        ],
        before: [[10, 2]],
      },
      'NPS 0, 2026-10-03: 24 answers, 95% interval -37 to +37. Too few answers to say whether it changed: 30 are needed in each window, there are 24 now and 2 on the day before.',
    ],
    [
      {
        window: '2026-10-01..2026-10-03',
        now: [
          [10, 4],
          [3, 20],
        ],
      },
      'NPS -67, 2026-10-01 to 2026-10-03: 24 answers, 95% interval -88 to -30. Nothing to compare with: no answers in the 3 days before.',
    ],
    [
      {
        window: 'today',
        now: [
          [10, 4],
          [7, 1],
          [3, 2],
        ],
        before: [[10, 50]],
      },
      'NPS, today so far: 7 answers, too few for a score (10 are needed): 4 promoters, 1 passives, 2 detractors.',
    ],
    [{ window: 'ytd', before: [[10, 50]] }, 'NPS, this year so far incl. today: no answers.'],
  ] satisfies [Parameters<typeof npsReport>[0], string][])('%#', (made, expected) => {
    expect(words.summary(npsReport(made))).toBe(expected)
  })

  it('gives a change that is the difference of the two numbers shown', () => {
    // +39.6 (shown +40) after +46.4 (shown +46): the exact difference alone would be told as -7.
    const report = npsReport({
      now: [
        [10, 99],
        [8, 151],
      ],
      before: [
        [10, 116],
        [8, 134],
      ],
    })
    expect([report.score, report.previous.score]).toEqual([39.6, 46.4])
    expect(words.verdict(report)).toContain('(change -6, ')
  })

  it('tells a change that is smaller than a point', () => {
    const report = npsReport({
      now: [
        [10, 504_000],
        [3, 496_000],
      ],
      before: [
        [10, 501_000],
        [3, 499_000],
      ],
    })
    expect(words.verdict(report)).toContain('Higher than in the 30 days before (change +1, ')
    const smaller = npsReport({
      now: [
        [10, 502_000],
        [3, 498_000],
      ],
      before: [
        [10, 500_000],
        [3, 500_000],
      ],
    })
    expect(words.verdict(smaller)).toContain('Higher than in the 30 days before (change +0.4, ')
  })
})

describe('a score that is a share', () => {
  it('is told in percent, with its own cut-offs and words', () => {
    const scale = {
      metric: 'csat' as const,
      min: 1,
      max: 4,
      direction: 'high_is_good' as const,
      good: { from: 3, to: 4 },
      bad: { from: 1, to: 2 },
    }
    const window = readWindow('last7d', { now: Date.parse('2026-10-31T12:00:00Z'), timeZone: 'UTC' })
    if ('problem' in window) throw new Error(window.problem.kind)
    const counts = { scale, survey: null, programme: 'transactional' as const }
    const now = new Map(
      [
        [4, 50],
        [3, 30],
        [1, 20],
      ].map(([score = 0, n = 0]) => [score, n]),
    )
    const report = buildReport(
      shareDefinition(scale),
      window.window,
      [
        {
          ...counts,
          now,
          before: new Map([
            [4, 50],
            [2, 50],
          ]),
        },
      ],
      { quarantined: 0, unbound: 0, withdrawn: 0, atLeast: false },
    )
    expect(words.summary(report)).toBe(
      'CSAT 80%, last 7 days incl. today: 100 answers, 95% interval 71% to 87%. Higher than in the 7 days before (change +30 points, unlikely to be noise: p < 0.001).',
    )
    expect(words.parts(report).map((part) => `${part.scores} ${part.name} ${part.n}`)).toEqual([
      '3-4 satisfied 80',
      '1-2 dissatisfied 20',
    ])
    expect(words.smallPrint(report).join(' ')).toContain(
      'CSAT = % of 3-4 on 1-4 (satisfied); interval: Wilson 95%',
    )
  })
})

describe('cautions', () => {
  it('are none when all is well', () => {
    expect(words.cautions(npsReport({ now: [[9, 50]] }))).toEqual([])
  })

  it('name what is left out and what is mixed', () => {
    const found = words.cautions(
      npsReport({
        now: [[9, 50]],
        transactional: [[9, 3]],
        unbound: 9000,
        quarantined: 1001,
        withdrawn: 1,
        atLeast: true,
      }),
    )
    expect(found).toHaveLength(4)
    expect(found[0]).toContain('at least 9,000 answers')
    expect(found[1]).toContain('at least 1,001 answers off the scale')
    expect(found[2]).toContain('at least 1 answer withdrawn')
    expect(found[3]).toContain('50 answers about the relationship, 3 after a contact')
  })
})

describe('small print', () => {
  it('holds days, zone, definition, every score and the surveys', () => {
    const print = words
      .smallPrint(
        npsReport({
          now: [
            [9, 50],
            [0, 2],
          ],
          before: [[9, 12]],
          survey: 'Quarterly',
        }),
      )
      .join('\n')
    expect(print).toContain('2026-10-02 to 2026-10-31 (incl. today, so not over), days in Europe/Berlin')
    expect(print).toContain('Compared with 2026-09-02 to 2026-10-01: +100, 12 answers')
    expect(print).toContain('NPS = % of 9-10 minus % of 0-6')
    expect(print).toContain('adjusted Wald 95%')
    expect(print).toContain('0: 2, 1: 0')
    expect(print).toContain('From 1 question: Quarterly')
  })
})

describe('what was typed wrong', () => {
  it.each([
    'x',
    'last0d',
    '2026-02-30',
    '2026-10-05..2026-10-01',
    '2026-12-01',
    '1969-01-01',
    '2020-01-01..2026-01-01',
  ])('%s gets a sentence of its own and examples', (text) => {
    const reading = readWindow(text, { now: Date.parse('2026-10-31T12:00:00Z'), timeZone: 'Europe/Berlin' })
    if ('window' in reading) throw new Error(`${text} was understood`)
    const told = words.windowProblem(reading.problem)
    expect(told).toMatch(/^[A-Z].*\. For example: last30d, today, mtd or 2026-09-01\.\.2026-09-30\.$/)
  })
})
