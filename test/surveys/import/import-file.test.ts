import { readFile, stat } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  ada,
  bob,
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

describe('a file of answers', () => {
  it('is stored in our words: columns, words as numbers, times in their zone, quoted line breaks, semicolons', async () => {
    const { report, sourceName } = await imported([head, ada, bob, ''].join('\r\n'))

    expect(report).toMatchObject({ finished: true, rows: 2, reasons: [], waiting: [] })
    expect(report.counts).toMatchObject({ created: 4, scored: 4, rejected: 0 })
    const rows = await stored(sourceName)
    expect(rows).toHaveLength(4)
    expect(rows[1]).toEqual({
      response_key: 'r-1',
      question_key: 'recommend',
      score: 3,
      state: 'scored',
      comment: 'Nine; days\r\nfor an answer',
      day: '2026-01-31',
      answered_at: new Date('2026-01-31T22:30:00Z'),
      survey: 'Relationship',
      question_title: 'How likely?',
      segments: { plan: 'pro' },
      permalink: 'https://tool.example/r/1',
      backfill: true,
      version: String(Date.parse('2026-01-31T22:30:00Z')),
      customer: 'id:c-7',
      name: 'Ada',
      email: 'Ada@Example.com',
      verdict: 'accepted',
      delivery_key: expect.stringMatching(/^import:[0-9a-f]{64}$/),
    })
    expect(rows.map(({ score }) => score)).toEqual([7, 3, 1, 10])
  })

  it('raises nothing and is no sign of life of its source, unless its answers are of today', async () => {
    const old = await imported([head, ada].join('\n'))
    const present = await imported([head, ada].join('\n'), { alert: true })

    const alerts = await ground.rows<{ name: string; n: string }>(
      'SELECT s.name, count(*) AS n FROM alert a JOIN response r ON r.id = a.response_id JOIN source s ON s.id = r.source_id GROUP BY 1',
    )
    expect(alerts).toEqual([{ name: present.sourceName, n: '2' }])
    const seen = await ground.rows<object>('SELECT last_seen_at FROM source WHERE name = $1', [
      old.sourceName,
    ])
    expect(seen).toEqual([{ last_seen_at: null }])
  })

  it('given once more changes nothing; a mended mapping does once its revision is raised', async () => {
    const first = await imported([head, ada, bob].join('\n'))
    const before = await stored(first.sourceName)
    const { sourceName: source } = first

    const again = await imported([head, ada, bob].join('\n'), { source })
    const mended = mapping.replace('hard: 7', 'hard: 6')
    const unraised = await imported([head, ada, bob].join('\n'), { source, mapping: mended })

    expect(again.report.counts).toMatchObject({ created: 0, updated: 0, known: 4 })
    expect(unraised.report.counts).toMatchObject({ updated: 0, known: 4 })
    expect((await stored(source)).map(({ score }) => score)).toEqual(before.map(({ score }) => score))
    const raised = await imported([head, ada, bob].join('\n'), { source, mapping: `${mended}revision: 1\n` })
    expect(raised.report.counts).toMatchObject({ created: 0, updated: 4 })
    expect((await stored(source)).map(({ score }) => score)).toEqual([6, 3, 1, 10])
  })

  it('names a row without an id by its content, whatever the order of its columns', async () => {
    const noId = 'answered_at: D\nanswers:\n  - { question: q, score: S, metric: nps }\n'
    const one = await imported(
      'D,S,X\n2026-01-01T00:00:00Z,9,a\n2026-01-01T00:00:00Z,9,a\n2026-01-01T00:00:00Z,9,b\n',
      {
        mapping: noId,
      },
    )
    expect(one.report.counts).toMatchObject({ created: 2, known: 1 })

    const other = await imported('X,S,D\nb,9,2026-01-01T00:00:00Z\n', {
      mapping: noId,
      source: one.sourceName,
    })
    expect(other.report.counts).toMatchObject({ created: 0, known: 1 })
  })

  it('keeps rows that it cannot take, as they were, with line and reason, for their owner only; mended they go in', async () => {
    const bad = [
      'r-3;yesterday;;;;;;9;"a ""quoted"" word";',
      ';01.02.2026 00:10;;;;;;9;;',
      'r-5;01.02.2026 00:10;;;;;;nine;;',
      'r-6;01.02.2026 00:10;;;;;',
      'r-7;01.02.2036 00:10;;;;;;9;;',
      'r-8;01.02.2026 00:10;;;;;;;;',
      'r-9;01.02.2026 00:10;;;;;;11;;',
      'r-10;01.02.2026 00:10;;;;;;;words only;',
    ]
    const { report, file, sourceName } = await imported([head, ada, ...bad].join('\n'))

    expect(report.counts).toMatchObject({
      created: 4,
      rejected: 5,
      empty: 1,
      quarantined: 1,
      scored: 2,
      unscored: 1,
    })
    expect(report.reasons.map(({ reason, firstLine }) => [firstLine, reason]).toSorted()).toEqual([
      [4, 'answered_at does not fit its format'],
      [5, 'response_id is empty'],
      [6, 'answers.0.score is neither a number nor one of the words in the mapping'],
      [7, 'has 7 cells, the header has 10'],
      [8, 'answered_at lies in the future'],
    ])
    expect(report.rejectsFile).toBe(`${file}.rejected.csv`)
    expect((await stat(report.rejectsFile)).mode & 0o777).toBe(0o600)
    const rejected = await readFile(report.rejectsFile, 'utf8')
    const [top, first] = rejected.split('\n')
    expect(top).toBe(`\ufeffrejected_line;rejected_reason;${head}`)
    expect(first).toBe('4;answered_at does not fit its format;r-3;yesterday;;;;;;9;"a ""quoted"" word";')

    const mended = rejected.replace('yesterday', '02.02.2026 10:00').split('\n').slice(0, 2).join('\n')
    const again = await imported(mended, { source: sourceName })
    expect(again.report.counts).toMatchObject({ created: 1, rejected: 0 })
    expect((await stored(sourceName)).find((row) => row['response_key'] === 'r-3')).toMatchObject({
      comment: 'a "quoted" word',
    })
  })

  it('writes over no other file', async () => {
    const file = await ground.file('precious.csv', [head, ada].join('\n'))
    const mappingFile = await ground.file('precious.yaml', mapping)
    const sourceName = await ground.source()

    await expect(ground.run({ file, mappingFile, sourceName, rejectsFile: file })).rejects.toThrow('import')
    await expect(ground.run({ file, mappingFile, sourceName, rejectsFile: mappingFile })).rejects.toThrow(
      'import',
    )
    expect(await readFile(mappingFile, 'utf8')).toBe(mapping)
  })

  it('lets unbound questions wait and asks once for each, and stops where answers are mapped as questions', async () => {
    const long = 'response_id: R\nanswered_at: D\nanswers:\n  - { question: { from: Q }, score: S }\n'
    const rows = (n: number, keys: number): string =>
      ['R,D,Q,S', ...Array.from({ length: n }, (_, i) => `r-${i},2026-01-01T00:00:00Z,q${i % keys},5`)].join(
        '\n',
      )
    const { report, sourceName } = await imported(rows(300, 3), { mapping: long })

    expect(report.waiting).toEqual(['q0', 'q1', 'q2'])
    expect(report.counts).toMatchObject({ created: 300, unbound: 300, scored: 0 })
    const notices = await ground.rows<object>(
      `SELECT data ->> 'questionKey' AS key FROM notice WHERE data ->> 'sourceName' = $1 ORDER BY 1`,
      [sourceName],
    )
    expect(notices).toEqual([{ key: 'q0' }, { key: 'q1' }, { key: 'q2' }])
    expect(await refused(rows(300, 60), { mapping: long })).toContain('over 50 questions')
  })

  it('tried out first writes nothing', async () => {
    const tables =
      'SELECT (SELECT count(*) FROM response) AS r, (SELECT count(*) FROM import_run) AS i, (SELECT count(*) FROM delivery) AS d'
    const before = await ground.rows<object>(tables)

    const { report } = await imported([head, ada, bob, 'r-3;never;;;;;;9;;'].join('\n'), { dryRun: true })

    expect(report).toMatchObject({ finished: true, rows: 3, counts: { scored: 4, rejected: 1, created: 0 } })
    expect(report.reasons).toEqual([{ reason: 'answered_at does not fit its format', rows: 1, firstLine: 5 }])
    expect(await ground.rows<object>(tables)).toEqual(before)
  })

  it('goes on where it was stopped, and leaves the rejected rows of both parts', async () => {
    const rows = Array.from(
      { length: 3_500 },
      (_, i) => `r-${i};01.02.2026 00:10;;;;;;${i % 500 === 0 ? 'x' : 9};;`,
    )
    const file = await ground.file('stopped.csv', [head, ...rows].join('\n'))
    const mappingFile = await ground.file('stopped.yaml', mapping)
    const run = { file, mappingFile, sourceName: await ground.source() }
    let asked = 0
    const first = await ground.run({ ...run, isStopped: () => (asked += 1) > 2 })
    const after: number[] = []
    const second = await ground.run({ ...run, onBegin: (begin) => void after.push(begin.after) })

    expect(first).toMatchObject({ finished: false, rows: 2_000, counts: { created: 1_996, rejected: 4 } })
    expect(after).toEqual([2_000])
    expect(second).toMatchObject({
      finished: true,
      rows: 3_500,
      counts: { created: 3_493, rejected: 7, known: 0 },
    })
    const lines = (await readFile(second.rejectsFile, 'utf8')).trim().split('\n')
    expect(lines.map((line) => line.split(';')[0])).toEqual([
      'rejected_line',
      '2',
      '502',
      '1002',
      '1502',
      '2002',
      '2502',
      '3002',
    ])
  })
})
