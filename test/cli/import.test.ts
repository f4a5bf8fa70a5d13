import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStage, type Stage } from '../journeys/stage.js'
import { runHeard, type Ran } from './run.js'

// Each command is a process of its own.
let stage: Stage
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'heard-cli-import-'))
  stage = await openStage()
  await stage.source('canonical', 'history')
})
afterAll(async () => {
  await stage.close()
  await rm(folder, { recursive: true, force: true })
})

const heardImport = (args: readonly string[], env: Record<string, string> = {}): Promise<Ran> =>
  runHeard({ ...stage.env, ...env }, 'import', ...args)

describe('heard import', () => {
  it('suggests a mapping, tries it out, imports, and changes nothing when it is given again', async () => {
    const file = path.join(folder, 'answers.csv')
    const mapping = path.join(folder, 'answers.yaml')
    const rows = Array.from(
      { length: 40 },
      (_, i) => `r-${i},2025-06-${10 + (i % 20)},c-${i % 9},${i % 11},words`,
    )
    await writeFile(
      file,
      ['Response ID,Date,Customer ID,Score,Comment', ...rows, 'r-x,never,c,9,'].join('\n'),
    )

    const suggested = await heardImport([file, '--suggest'])
    expect([suggested.status, suggested.err]).toEqual([0, ''])
    await writeFile(mapping, suggested.out.replace('zone: # TODO', 'zone: Europe/Berlin #'))
    const asked = [file, '--source', 'history', '--mapping', mapping]
    const tried = await heardImport([...asked, '--dry-run'])
    expect(tried.out).toContain('nothing is written')
    const first = await heardImport(asked)
    const again = await heardImport(asked)

    expect([tried.status, first.status, again.status]).toEqual([3, 3, 3])
    expect(first.out).toContain('41 rows are read')
    expect(first.out).toContain('40 answers are new')
    expect(first.out).toContain('40 answers wait until somebody says what the numbers mean')
    expect(first.out).toContain('question bind --source "history" --key "score"')
    expect(first.out).toContain('1 x answered_at does not fit its format (first in line 42)')
    expect(again.out).toContain('40 answers were there already')
    expect(again.out).not.toContain('answers are new')
    expect(await readFile(`${file}.rejected.csv`, 'utf8')).toContain(
      '42,answered_at does not fit its format,r-x,never',
    )
    // The home channel is asked once, and no card stands.
    await stage.bind('history', { key: 'score', metric: 'nps' })
    await stage.settled(0)
    const { rows: counted } = await stage.database.database.pool.query<{ n: string }>(
      `SELECT sum(n) AS n FROM score_count WHERE dimension = ''`,
    )
    expect(counted).toEqual([{ n: '40' }])
  })

  it('raises cards where the answers are of today', async () => {
    const file = path.join(folder, 'today.ndjson')
    const mapping = path.join(folder, 'today.yaml')
    await writeFile(
      file,
      `${JSON.stringify({ id: 't-1', at: new Date().toISOString(), who: 'c-today', rating: 1 })}\n`,
    )
    await writeFile(
      mapping,
      'response_id: id\nanswered_at: at\ncustomer: { id: who }\nanswers: [{ question: today, score: rating, metric: nps }]\n',
    )

    const ran = await heardImport([file, '--source', 'history', '--mapping', mapping, '--alert'])

    expect(ran).toMatchObject({ status: 0, err: '' })
    expect(ran.out).toContain('1 answer can be scored')
    await stage.settled(1)
  })

  it('says in one sentence what is wrong, in the reader’s language, and exits 1', async () => {
    const file = path.join(folder, 'wrong.csv')
    const mapping = path.join(folder, 'wrong.yaml')
    await writeFile(file, 'a,b\n1,2\n')
    await writeFile(mapping, 'answered_at: when\nanswers: [{ question: q, score: b }]\n')
    const asked = [file, '--source', 'history', '--mapping', mapping]

    const ran = [
      await heardImport([file, '--source', 'history']),
      await heardImport([file, '--source', 'nobody', '--mapping', mapping]),
      await heardImport(asked),
      await heardImport(asked, { HEARD_LANGUAGE: 'de' }),
      await heardImport(['nowhere.csv', '--source', 'history', '--mapping', mapping]),
      await heardImport([]),
    ]

    expect(ran.map(({ status }) => status)).toEqual([1, 1, 1, 1, 1, 2])
    const words = [
      '--mapping is needed',
      'no source named "nobody"',
      'There is no column "when". The file has: a, b',
      'Eine Spalte „when“ gibt es nicht',
      'nowhere.csv cannot be opened (ENOENT)',
      'file',
    ]
    for (const [index, word] of words.entries()) expect(ran[index]?.err).toContain(word)
  })
})
