import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { readToolFile } from '../../../src/surveys/declared/read-tool-file.js'
import { defaultSettings } from '../../../src/surveys/source-settings.js'
import { tryDelivery } from '../../../src/surveys/try-delivery.js'

const now = Date.parse('2026-03-02T09:16:00Z')

describe('the documents', () => {
  const root = path.join(import.meta.dirname, '../../../docs')
  const blocks = (file: string, language: string): string[] =>
    [...readFileSync(path.join(root, file), 'utf8').matchAll(/^( *)```(\w+)\n([\s\S]*?)^ *```/gm)].flatMap(
      ([, indent = '', kind, text = '']) =>
        kind === language ? [text.replaceAll(new RegExp(`^${indent}`, 'gm'), '')] : [],
    )

  test('the complete example gives what it says', async () => {
    const [yaml = ''] = blocks('sources.md', 'yaml')
    const [json = ''] = blocks('sources.md', 'json')
    const source = {
      tool: readToolFile({ name: 'acme.yaml', text: yaml }),
      settings: defaultSettings,
      questions: new Map(),
    }

    const tried = await tryDelivery(
      source,
      { headers: { 'content-type': 'application/json' }, body: Buffer.from(json) },
      now,
    )

    expect(tried).toMatchObject({
      outcome: 'accepted',
      answers: [{ questionKey: 'effort', score: 6, rule: 'ces_high_effort' }],
    })
  })

  test.each(['recipes/google-forms.md', 'recipes/microsoft-forms.md'])('the file of %s is one', (file) => {
    const [yaml = ''] = blocks(file, 'yaml')
    expect(readToolFile({ name: 'x.yaml', text: yaml }).secret).not.toBeNull()
  })

  test('what the snippet for Google Forms sends is understood', async () => {
    const tool = readToolFile({ name: 'g.yaml', text: blocks('recipes/google-forms.md', 'yaml')[0] ?? '' })
    const sent = {
      response_id: 'g-1',
      answered_at: '2026-03-02T09:15:30.000Z',
      form: 'Help',
      email: 'ada@example.com',
      answers: [
        { id: '11', title: 'How easy was it to get help?', type: 'SCALE', value: '2' },
        { id: '12', title: 'Why?', type: 'PARAGRAPH_TEXT', value: 'Nobody answered' },
      ],
    }
    const { answers } = await tool.parse(
      { headers: {}, body: Buffer.from(JSON.stringify(sent)) },
      now,
      defaultSettings,
    )
    expect(answers).toMatchObject([
      { questionKey: '11', score: 2, comment: 'Nobody answered', stated: { metric: 'ces' } },
    ])
  })
})
