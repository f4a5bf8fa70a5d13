import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AppError } from '../../../src/errors.js'
import { messagesFor } from '../../../src/messages/messages.js'
import { readMapping } from '../../../src/surveys/import/mapping.js'
import { suggestMapping } from '../../../src/surveys/import/suggest.js'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'heard-suggest-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function suggested(name: string, lines: readonly string[]): Promise<string> {
  const file = path.join(folder, name)
  await writeFile(file, lines.join('\n'))
  return suggestMapping(file)
}

function problems(text: string): string {
  try {
    readMapping(text)
    return ''
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return error.tell(messagesFor('en'))
  }
}

describe('heard import --suggest', () => {
  it('tells columns by their names and leaves what must be said by a person', async () => {
    const text = await suggested('export.csv', [
      'Response ID,Submitted at,Email,Full name,Survey,Plan,How likely are you to recommend us?,Why?,Satisfaction',
      'r-1,28.02.2026 10:00,ada@example.com,Ada,Q1,pro,3,"Slow, and dear",Very satisfied',
      'r-2,01.03.2026 11:30,bob@example.com,Bob,Q1,free,10,,Neutral',
    ])

    expect(text).toContain('response_id: Response ID')
    expect(text).toContain('  from: Submitted at\n  format: "dd.MM.yyyy HH:mm"\n  zone: # TODO')
    expect(text).toContain('  email: Email\n  name: Full name')
    expect(text).toContain('survey: Survey')
    expect(text).toContain('question: how-likely-are-you-to-recommend-us')
    expect(text).toContain('comment: "Why?"')
    expect(text).toMatch(/words: # TODO.*\n {6}Very satisfied:\n {6}Neutral:/)
    expect(problems(text)).toBe(
      [
        'answered_at.zone: is missing',
        'answers.1.words.Very satisfied: must be a number',
        'answers.1.words.Neutral: must be a number',
      ].join('\n'),
    )
    const completed = text
      .replace('zone: # TODO', 'zone: Europe/Berlin # TODO')
      .replace('Very satisfied:', 'Very satisfied: 5')
      .replace('Neutral:', 'Neutral: 3')
    const mapping = readMapping(completed)
    expect(mapping.answers.map(({ metric, scale }) => [metric, scale])).toEqual([
      [undefined, undefined],
      [undefined, undefined],
    ])
  })

  it('names questions apart whose long titles begin alike', async () => {
    const title = 'How satisfied were you with the help that you got from our people on'
    const text = await suggested('alike.csv', [`id,date,${title} Monday,${title} Sunday`, '1,2026-02-01,9,8'])
    const keys = [...text.matchAll(/question: (\S+)/g)].map(([, key]) => key)
    expect(new Set(keys).size).toBe(2)
  })

  it('does not choose between day and month where both would do', async () => {
    const text = await suggested('days.csv', ['id,date,score', '1,01/02/2026,9', '2,03/04/2026,8'])

    expect(text).toContain('format: # TODO dd/MM/yyyy or MM/dd/yyyy')
    expect(problems(text)).toContain('answered_at.format: is missing')
  })

  it('names paths of JSON, and times that need no zone', async () => {
    const text = await suggested('export.ndjson', [
      '{"id":"a","at":1767225600,"customer":{"email":"ada@example.com"},"scores":[{"rating":4}]}',
      '{"id":"b","at":1767225700,"customer":{"email":"bob@example.com"},"scores":[{"rating":5}]}',
    ])

    expect(problems(text)).toBe('')
    expect(readMapping(text)).toMatchObject({
      response_id: { from: 'id' },
      answered_at: { from: 'at', format: 'unix' },
      customer: { email: { from: 'customer.email' } },
      answers: [{ score: 'scores[0].rating' }],
    })
  })
})
