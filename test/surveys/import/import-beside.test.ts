import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bindQuestion } from '../../../src/surveys/bind-question.js'
import { countDeliveries, listDeliveries, nextDeliveries } from '../../../src/surveys/delivery-store.js'
import { factsOf } from '../../../src/surveys/import/file-text.js'
import { holding } from '../../../src/surveys/import/one-at-a-time.js'
import { ada, head, mapping, now, openImportGround, type ImportGround } from './import-ground.js'

let ground: ImportGround
beforeAll(async () => {
  ground = await openImportGround()
})
afterAll(() => ground.close())

/** Does something while another process, as it were, imports the same file. */
async function whileAnother<T>(file: string, sourceName: string, work: () => Promise<T>): Promise<T> {
  const { beginning, bytes } = await factsOf(file)
  const [source] = await ground.rows<{ id: string }>('SELECT id FROM source WHERE name = $1', [sourceName])
  return holding(ground.db.database.pool, `import ${source?.id} ${beginning} ${bytes}`, work)
}

describe('a file of answers, while others are at work', () => {
  it('is not imported twice at once', async () => {
    const file = await ground.file('once.csv', [head, ada].join('\n'))
    const mappingFile = await ground.file('once.yaml', mapping)
    const sourceName = await ground.source()

    const error = await whileAnother(file, sourceName, () =>
      ground.run({ file, mappingFile, sourceName }).catch((thrown: unknown) => thrown),
    )

    expect(error).toMatchObject({ code: 'conflict' })
    expect(await ground.run({ file, mappingFile, sourceName })).toMatchObject({ finished: true })
  })

  it('is drafted anew when somebody declares what its numbers mean between reading and writing', async () => {
    const free = 'response_id: R\nanswered_at: D\nanswers:\n  - { question: q, score: S }\n'
    const rows = Array.from({ length: 500 }, (_, i) => `r-${i},2026-01-01T00:00:00Z,${i % 5}`)
    const file = await ground.file('meanwhile.csv', ['R,D,S', ...rows].join('\n'))
    const mappingFile = await ground.file('meanwhile.yaml', free)
    const sourceName = await ground.source()
    const { prisma } = ground.db.database
    const binding = { key: 'q', metric: 'csat', min: 1, max: 5, direction: 'high_is_good' }

    const { run } = await whileAnother(file, sourceName, async () => {
      // The source is read by now, and its questions with it.
      const run = ground.run({ file, mappingFile, sourceName })
      await setTimeout(300)
      const bell = { ring: () => Promise.resolve() }
      const { workspaceId } = ground
      await bindQuestion({ prisma, bell }, { workspaceId, sourceName, binding, by: 'test', now })
      return { run }
    })

    expect((await run).counts).toMatchObject({ created: 500, scored: 400, quarantined: 100, unbound: 0 })
    const states = await ground.rows<object>(
      'SELECT r.state, count(*)::int AS n FROM response r JOIN source s ON s.id = r.source_id WHERE s.name = $1 GROUP BY 1 ORDER BY 1',
      [sourceName],
    )
    expect(states).toEqual([
      { state: 'quarantined', n: 100 },
      { state: 'scored', n: 400 },
    ])
  })

  it('is left alone by a replay: the delivery that stands for it holds no answers', async () => {
    const { database } = ground.db
    const { workspaceId } = ground
    expect(await listDeliveries(database, { workspaceId }, 10)).not.toEqual([])
    expect(await countDeliveries(database, { workspaceId }, now * 2)).toBe(0)
    expect(
      await nextDeliveries(database, { workspaceId }, { until: now * 2, after: null, limit: 10 }),
    ).toEqual([])
  })
})
