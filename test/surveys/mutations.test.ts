import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sources } from '../contracts/all-sources.js'
import { randomFrom } from '../contracts/mutations.js'
import { openStage, type Stage } from '../journeys/stage.js'
import { openMutants, secretFor, type Feed, type Mutants, type Sent } from './mutants.js'

const seed = Number(process.env['HEARD_SEED'] ?? (Math.random() * 2 ** 31) | 0)
const times = 300
const flood = 6_000

let stage: Stage
let mutants: Mutants
beforeAll(async () => {
  stage = await openStage({ withoutBot: true })
  await stage.startBot('web')
  mutants = openMutants(stage)
})
afterAll(async () => {
  mutants.close()
  await stage.close()
})

async function rows<T extends object>(sql: string, values: unknown[] = []): Promise<T[]> {
  return (await stage.database.database.pool.query<T>(sql, values)).rows
}

/** How many rows each table of the product has. */
async function everyTable(): Promise<Record<string, number>> {
  const tables = await rows<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1`,
  )
  const counted: Record<string, number> = {}
  for (const { name } of tables) {
    const [row] = await rows<{ n: number }>(`SELECT count(*)::int AS n FROM "${name}"`)
    counted[name] = row?.n ?? -1
  }
  return counted
}

describe(`changed deliveries through HTTP (HEARD_SEED=${seed})`, () => {
  it.each(sources.map((tool) => [tool.kind, tool] as const))(
    `%s: ${times} authentic ones are each told what became of them, and why; none breaks anything`,
    async (kind, tool) => {
      const feed = await mutants.connect(tool, `${kind} mutated`)
      const random = randomFrom(seed)
      const requests = Array.from({ length: times }, (_, index) => mutants.mutant(feed, index, random))

      const replies = await mutants.postAll(requests)

      const odd = replies.filter(({ status, retryAfter, json }) => {
        if (status === 503) return retryAfter === undefined
        if (status === 400) return !json.error
        return status !== 200 || json.verdict === undefined
      })
      expect(odd).toEqual([])
      const unexplained = replies.filter(
        ({ json }) => ['ignored', 'unbound', 'quarantined'].includes(json.verdict ?? '') && !json.reason,
      )
      expect(unexplained).toEqual([])
      // Each that was not met before has its row, with the verdict and the reason that its sender was told.
      const kept = await rows<{ verdict: string; reason: string | null }>(
        'SELECT verdict, reason FROM delivery WHERE source_id = $1',
        [feed.id],
      )
      const asKept = new Set(kept.map(({ verdict, reason }) => `${verdict}: ${reason ?? ''}`))
      const told = replies.flatMap(({ status, json: { verdict, error, reason } }) => {
        if (status === 400) return [`rejected: ${error ?? ''}`]
        const kind = verdict === 'quarantined' ? 'accepted' : verdict
        return status === 503 || verdict === 'duplicate' ? [] : [`${kind ?? ''}: ${reason ?? ''}`]
      })
      expect(told.filter((line) => !asKept.has(line))).toEqual([])
      const fresh = replies.filter(({ status, json }) => status === 200 && json.verdict !== 'duplicate')
      expect(kept.length).toBeGreaterThanOrEqual(fresh.length)
      expect(kept.filter(({ verdict, reason }) => verdict !== 'accepted' && !reason)).toEqual([])
      // Nothing in the scores that its scale cannot hold.
      const beyond = await rows(
        `SELECT r.score, q.min, q.max FROM response r LEFT JOIN question q ON q.id = r.question_id
         WHERE r.source_id = $1 AND r.state = 'scored'
           AND (q.id IS NULL OR r.score IS NULL OR r.score <> trunc(r.score) OR r.score NOT BETWEEN q.min AND q.max)`,
        [feed.id],
      )
      expect(beyond).toEqual([])
    },
    60_000,
  )

  it.each(sources.filter(({ secret }) => secret !== null).map((tool) => [tool.kind, tool] as const))(
    `%s: ${times} signed by a stranger are refused, and leave nothing`,
    async (kind, tool) => {
      const feed = await mutants.connect(tool, `${kind} forged`)
      const before = await everyTable()
      const random = randomFrom(seed + 1)
      const stranger = { ...feed, secret: secretFor(tool, 2) }

      const replies = await mutants.postAll(
        Array.from({ length: times }, (_, index) => mutants.mutant(stranger, index, random)),
      )

      expect([...new Set(replies.map(({ status }) => status))]).toEqual([401])
      expect(await everyTable()).toEqual(before)
    },
    60_000,
  )
})

describe('a flood of requests that nobody signed', () => {
  it(`${flood} of them leave no row, and take no memory that stays`, async () => {
    const feeds = await Promise.all(
      sources
        .filter(({ secret }) => secret !== null)
        .map((tool) => mutants.connect(tool, `${tool.kind} flooded`)),
    )
    const random = randomFrom(seed + 2)
    const before = await everyTable()
    const wave = async (size: number): Promise<number[]> => {
      const requests = Array.from({ length: size }, (_, index): Sent => {
        const feed = feeds[index % feeds.length] as Feed
        const way = random()
        const body = Buffer.from(`{"id": ${index}, "padding": "${'x'.repeat(Math.floor(random() * 400))}"}`)
        const path =
          way < 0.4
            ? `/webhooks/${feed.tool.kind}/${Math.floor(random() * 2 ** 50)
                .toString(36)
                .padStart(20, 'a')}`
            : feed.path
        const type = way > 0.9 ? 'text/x-odd' : 'application/json'
        return {
          path,
          method: feed.tool.methods?.[0] ?? 'POST',
          headers: { 'content-type': type, 'x-id': `${index}` },
          body,
        }
      })
      return (await mutants.postAll(requests)).map(({ status }) => status)
    }
    await wave(1_000)
    const held = heapAfterCollection()

    const statuses = new Set(await wave(flood))

    expect([...statuses].toSorted()).toEqual([401, 404, 415])
    expect(heapAfterCollection() - held).toBeLessThan(40 * 2 ** 20)
    expect(await everyTable()).toEqual(before)
  }, 180_000)
})

function heapAfterCollection(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  return process.memoryUsage().heapUsed
}
