import { mkdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ada, head, importText, mapping, openImportGround, refusal, storedIn } from './import-ground.js'
import type { ImportGround } from './import-ground.js'

let ground: ImportGround
beforeAll(async () => {
  ground = await openImportGround()
})
afterAll(() => ground.close())

const columns = 'id,at,score,why'
const simple = `
response_id: id
answered_at: at
answers: [{ question: nps, score: score, comment: why, metric: nps }]
`
const row = (id: string, why: string): string => `${id},2026-01-01T00:00:00Z,9,${why}`

describe('a CSV whose lines end in two ways', () => {
  it.each([
    ['the header as on Windows, the rows as elsewhere', '\r\n', '\n'],
    ['the header as on Unix, the rows as on Windows', '\n', '\r\n'],
  ])('%s: each row is read, and no quotation mark stays', async (_name, top, end) => {
    const rows = [row('r-1', '"slow, and dear"'), row('r-2', '"two\r\nlines"'), row('r-3', 'fine')]
    const content = columns + top + rows.join(end) + end
    const { report, sourceName } = await importText(ground, content, { mapping: simple })

    expect(report).toMatchObject({ rows: 3, counts: { created: 3, rejected: 0 } })
    expect((await storedIn(ground, sourceName)).map(({ comment }) => comment)).toEqual([
      'slow, and dear',
      'two\r\nlines',
      'fine',
    ])
  })

  it('where a carriage return alone ends them, a line break of another kind belongs to its cell', async () => {
    const content = [columns, row('r-1', '"two\nlines"'), row('r-2', '')].join('\r')
    const { sourceName } = await importText(ground, content, { mapping: simple })
    expect(await storedIn(ground, sourceName)).toMatchObject([{ comment: 'two\nlines' }, { comment: null }])
  })
})

describe('an id that is a number too large to be exact', () => {
  it('rejects its row: two answers would become one', async () => {
    const line = (id: string): string =>
      `{"id": ${id}, "at": "2026-01-01T00:00:00Z", "score": 3, "why": ""}\n`
    const content =
      line('9007199254740992') + line('9007199254740993') + line('"9007199254740993"') + line('7')
    const { report, sourceName } = await importText(ground, content, { mapping: simple, name: 'ids.ndjson' })

    expect(report.counts).toMatchObject({ created: 2, rejected: 2 })
    expect(report.reasons[0]?.reason).toBe('response_id is a number too large to be exact')
    expect((await storedIn(ground, sourceName)).map((stored) => stored['response_key'])).toEqual([
      '7',
      '9007199254740993',
    ])
  })
})

describe('the file of rejected rows, mended, goes in by the same mapping', () => {
  async function mended(
    content: string | Buffer,
    given: { name: string; mapping: string },
    change: [string, string],
  ) {
    const first = await importText(ground, content, given)
    expect(first.report.counts.rejected).toBe(1)
    const rejected = await readFile(first.report.rejectsFile, 'utf8')
    const { report } = await importText(ground, rejected.replace(...change), {
      name: path.basename(first.report.rejectsFile),
      mapping: given.mapping,
      source: first.sourceName,
    })
    expect(report.counts).toMatchObject({ created: 1, rejected: 0 })
    return storedIn(ground, first.sourceName)
  }

  it('where the mapping states a delimiter', async () => {
    const content = [head, ada.replace('r-1', '')].join('\n')
    const both = { name: 'semicolons.csv', mapping: `delimiter: ";"\n${mapping}` }
    // Two answers stand in the row.
    const first = await importText(ground, content, both)
    const rejected = await readFile(first.report.rejectsFile, 'utf8')
    const again = await importText(ground, rejected.replace('is empty;;', 'is empty;r-1;'), {
      ...both,
      name: 'mended.csv',
    })
    expect(again.report.counts).toMatchObject({ created: 2, rejected: 0 })
  })

  it('where the mapping states an encoding', async () => {
    const content = Buffer.from([columns, row('', 'zu spät grüßt Jörg')].join('\n'), 'latin1')
    const given = { name: 'latin.csv', mapping: `encoding: windows-1252\n${simple}` }
    const stored = await mended(content, given, ['is empty,,', 'is empty,r-1,'])
    expect(stored).toMatchObject([{ response_key: 'r-1', comment: 'zu spät grüßt Jörg' }])
  })

  it.each([
    ['said by its name', ''],
    ['said by the mapping', 'format: ndjson\n'],
  ])('where it was JSON, %s', async (_name, format) => {
    const content = JSON.stringify({ id: 'j-1', at: 'yesterday', score: 3, why: 'a "word",\nand more' })
    const given = { name: `json${format.length}.ndjson`, mapping: format + simple }
    const stored = await mended(content, given, ['yesterday', '2026-01-01T00:00:00Z'])
    expect(stored).toMatchObject([{ response_key: 'j-1', score: 3, comment: 'a "word",\nand more' }])
  })
})

describe('where the rejected rows cannot be written', () => {
  it('says which file and why, keeps what was taken, and goes on there', async () => {
    const name = 'nowhere.csv'
    const rows = Array.from({ length: 1_000 }, (_, i) => row(`r-${i}`, ''))
    const file = await ground.file(name, [columns, ...rows, row('', '')].join('\n'))
    const mappingFile = await ground.file(`${name}.yaml`, simple)
    const rejectsFile = path.join(ground.folder, 'missing', 'rejected.csv')
    const given = { file, mappingFile, rejectsFile, sourceName: await ground.source() }

    await expect(ground.run(given)).rejects.toMatchObject({ code: 'misconfigured' })
    expect(await storedIn(ground, given.sourceName)).toHaveLength(1_000)
    await mkdir(path.dirname(rejectsFile))
    const report = await ground.run(given)
    expect(report).toMatchObject({ finished: true, rows: 1_001, counts: { created: 1_000, rejected: 1 } })
    await rm(path.dirname(rejectsFile), { recursive: true })
  })

  it('says so of a folder', async () => {
    const rejectsFile = path.join(ground.folder, 'folder')
    await mkdir(rejectsFile)
    const file = await ground.file('folder.csv', [columns, row('r-1', '')].join('\n'))
    const mappingFile = await ground.file('folder.csv.yaml', simple)
    const run = ground.run({ file, mappingFile, rejectsFile, sourceName: await ground.source() })
    await expect(run).rejects.toMatchObject({ code: 'misconfigured' })
  })
})

describe('a mapping as Windows saves it', () => {
  it('with a byte order mark is read', async () => {
    const { report } = await importText(ground, [columns, row('r-1', '')].join('\n'), {
      mapping: `\ufeff${simple}`,
    })
    expect(report.counts).toMatchObject({ created: 1 })
  })

  it('in UTF-16 is refused in one sentence', async () => {
    const mappingFile = await ground.file('wide.yaml', Buffer.from(`\ufeff${simple}`, 'utf16le'))
    const file = await ground.file('wide.csv', [columns, row('r-1', '')].join('\n'))
    const run = ground.run({ file, mappingFile, sourceName: await ground.source() })
    await expect(run).rejects.toMatchObject({ code: 'bad_input' })
  })
})

describe('two columns that are mapped as one question', () => {
  const twice = `
response_id: id
answered_at: at
answers:
  - { question: nps, score: score, metric: nps }
  - { question: nps, score: why, metric: nps }
`
  it('reject a row that answers both: one number would be lost; a row that answers one is taken', async () => {
    const rows = [row('r-1', '3'), row('r-2', ''), row('r-3', '4').replace(',9,', ',,')]
    const { report, sourceName } = await importText(ground, [columns, ...rows].join('\n'), { mapping: twice })

    expect(report.counts).toMatchObject({ created: 2, known: 0, rejected: 1 })
    expect(report.reasons).toEqual([
      { reason: 'answers.1.question is answered twice in the row', rows: 1, firstLine: 2 },
    ])
    expect(await storedIn(ground, sourceName)).toMatchObject([
      { response_key: 'r-2', score: 9 },
      { response_key: 'r-3', score: 4 },
    ])
  })
})

describe('a file without rows', () => {
  it('is refused where it is empty, and done where it has a header', async () => {
    expect(await refusal(ground, '', { mapping: simple })).toBe('The file holds nothing.')
    const { report } = await importText(ground, `${columns}\n`, { mapping: simple })
    expect(report).toMatchObject({ finished: true, rows: 0 })
  })
})
