import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  ada,
  head,
  importText,
  mapping,
  openImportGround,
  refusal,
  storedIn,
  type GivenText,
  type ImportGround,
} from './import-ground.js'

let ground: ImportGround
beforeAll(async () => {
  ground = await openImportGround()
})
afterAll(() => ground.close())

const imported = (content: string | Buffer, given?: GivenText) => importText(ground, content, given)
const stored = (sourceName: string) => storedIn(ground, sourceName)
const refused = (content: string | Buffer, given?: GivenText) => refusal(ground, content, given)

describe('what cannot be read is refused in one sentence', () => {
  const utf16 = Buffer.from(`\ufeff${head}\n${ada}`, 'utf16le')

  it('reads UTF-8 and UTF-16 with a byte order mark, and the encoding that the mapping states', async () => {
    const latin = Buffer.from(`${head}\n${ada.replace('Nine', 'Zoë')}`, 'latin1')
    const read = [
      await imported(Buffer.from(`\ufeff${head}\n${ada}`)),
      await imported(utf16),
      await imported(Buffer.from(utf16).swap16()),
      await imported(latin, { mapping: `${mapping}encoding: windows-1252\n` }),
      await imported(`sep=;\n${head}\n${ada}`),
      await imported(`${head}\r${ada.replace('\r\n', ' ')}`),
    ]
    for (const { report } of read) expect(report.counts).toMatchObject({ created: 2, scored: 2, rejected: 0 })
    expect((await stored(read[3]?.sourceName ?? ''))[1]?.['comment']).toContain('Zoë')
  })

  it.each([
    ['an encoding that nobody stated', Buffer.from(`${head}\nr-1;Zoë`, 'latin1'), 'windows-1252'],
    ['UTF-16 without its mark', utf16.subarray(2), 'encoding: utf-16le'],
    ['a workbook', Buffer.from('PK\u0003\u0004 and so on'), 'Save it as CSV'],
    ['nothing', '', 'holds nothing'],
    ['a quotation mark that never ends', `${head}\n${ada}\nr-3;"${'x\n'.repeat(600_000)}`, 'Line 4 opens'],
    ['columns of other names', 'ID;When\n1;2\n', 'no column "Date". The file has: ID, When'],
    ['another delimiter', `${head}\n${ada}`.replaceAll(';', '^'), 'Is the delimiter another one?'],
    ['a name twice', `${head};ID\n`, '2 columns named "ID"'],
  ])('%s', async (_what, content, words) => {
    expect(await refused(content)).toContain(words)
  })

  it.each([
    ['no YAML', 'answers: [', 'look at line'],
    ['a field that does not exist', `${mapping}scores: x\n`, 'scores: is no field of a mapping'],
    [
      'a zone that does not exist',
      mapping.replace('Europe/Berlin', 'Mars/Olympus'),
      'answered_at.zone: must be a time zone',
    ],
    [
      'a metric without its scale',
      mapping.replace(/ {4}scale: .*\n/, ''),
      'answers.1.scale: must be stated with metric',
    ],
    [
      'a word without its number',
      mapping.replace('very easy: 1', 'very easy:'),
      'answers.1.words.very easy: must be a number',
    ],
    ['no time', mapping.replace(/answered_at.*\n/, ''), 'answered_at: is missing'],
  ])('a mapping with %s', async (_what, text, words) => {
    expect(await refused(head, { mapping: text })).toContain(words)
  })

  it('a time without a zone, where none is assumed', async () => {
    const { report } = await imported('D,S\n2026-01-01 10:00,9\n2026-01-01T10:00+01:00,9\n', {
      mapping: 'answered_at: D\nanswers:\n  - { question: q, score: S, metric: nps }\n',
    })

    expect(report.counts).toMatchObject({ created: 1, rejected: 1 })
    expect(report.reasons).toMatchObject([
      { reason: 'answered_at has no zone: say which one is meant (answered_at.zone)' },
    ])
  })
})

describe('JSON, one object a line', () => {
  const paths = `
response_id: id
answered_at: { from: meta.at, format: unix_ms }
customer: { email: "who[0].mail" }
segments: { plan: plan.name }
answers:
  - { question: nps, score: answers.nps, comment: why, metric: nps }
`
  const line = (change: object): string =>
    JSON.stringify({
      id: 'j-1',
      meta: { at: 1_767_225_600_000 },
      who: [{ mail: 'ada@example.com' }],
      'plan.name': 'pro',
      answers: { nps: 4 },
      why: 'Slow\nand dear',
      ...change,
    })

  it('is read by paths; what is no object, or holds no text where one must be, is rejected', async () => {
    const content = [
      line({}),
      '',
      '[1]',
      '{"id": ',
      line({ id: 'j-2', answers: { nps: [4] } }),
      line({ id: 'j-3', why: null }),
    ].join('\n')
    const { report, sourceName } = await imported(content, { mapping: paths, name: 'answers.ndjson' })

    expect(report.counts).toMatchObject({ created: 2, rejected: 3 })
    expect(report.reasons.map(({ reason, firstLine }) => [firstLine, reason]).toSorted()).toEqual([
      [3, 'is not a JSON object'],
      [4, 'is not JSON'],
      [5, 'answers.0.score is neither a text nor a number'],
    ])
    expect(await stored(sourceName)).toMatchObject([
      {
        response_key: 'j-1',
        score: 4,
        comment: 'Slow\nand dear',
        segments: { plan: 'pro' },
        customer: 'mail:ada@example.com',
      },
      { response_key: 'j-3', comment: null },
    ])
  })

  it('a list of them is told apart, and a name that does not say what the file is', async () => {
    expect(await refused(`[\n${line({})}\n]`, { mapping: paths, name: 'list.ndjson' })).toContain(
      'one object a line',
    )
    expect(await refused(line({}), { mapping: paths, name: 'answers.dat' })).toContain('format: ndjson')
  })
})
