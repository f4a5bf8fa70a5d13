import { Agent, request as httpRequest } from 'node:http'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AppError } from '../../src/errors.js'
import { newUuid } from '../../src/ids.js'
import { addSource } from '../../src/surveys/add-source.js'
import type { WebhookReplyBody } from '../../src/surveys/receive.js'
import type { SurveySource } from '../../src/surveys/source.js'
import { sources } from '../../src/surveys/sources.js'
import { buildSealer } from '../../src/workspaces/seal.js'
import { goldenDeliveries } from '../contracts/golden.js'
import { openJson } from '../contracts/inside.js'
import { insides } from '../contracts/insides.js'
import { mutateBytes, mutateJson, randomFrom } from '../contracts/mutations.js'
import { openStage, type Stage } from '../journeys/stage.js'

const seed = Number(process.env['HEARD_SEED'] ?? (Math.random() * 2 ** 31) | 0)
const times = 300
const flood = 20_000
const atOnce = 16

let stage: Stage
const agent = new Agent({ keepAlive: true, maxSockets: atOnce })
beforeAll(async () => {
  stage = await openStage({ withoutBot: true })
  await stage.startBot('web')
})
afterAll(async () => {
  agent.destroy()
  await stage.close()
})

interface Reply {
  status: number
  retryAfter: string | undefined
  json: WebhookReplyBody
}

interface Feed {
  tool: SurveySource
  id: string
  path: string
  secret: string
}

/** As many shapes as there are tools that look at them. */
const secretShapes = (fill: number): string[] => [
  `whsec_${Buffer.alloc(32, fill).toString('base64')}`,
  `client-${fill}&secret-of-${fill}`,
  `a-secret-of-forty-characters-number-${fill}`,
]

function secretFor(tool: SurveySource, fill: number): string {
  const fits = secretShapes(fill).find((secret) => tool.secret?.safeParse(secret).success)
  if (fits === undefined && tool.secret !== null) throw new Error(`no secret for ${tool.kind}`)
  return fits ?? ''
}

async function connect(tool: SurveySource, name: string): Promise<Feed> {
  const { prisma } = stage.database.database
  const secret = secretFor(tool, 1)
  const sealer = buildSealer(stage.env['HEARD_KEY'] ?? '')
  const given = tool.secret === null ? {} : { secret }
  const added = await addSource(
    { prisma, sealer, newId: newUuid },
    { workspaceId: stage.workspaceId, kind: tool.kind, name, ...given, now: Date.now() },
  )
  return { tool, id: added.id, path: `/webhooks/${tool.kind}/${added.token}`, secret }
}

interface Sent {
  path: string
  method?: string
  headers: Record<string, string>
  body: Buffer
}

/** One request as it stands on the wire: no client of ours mends it. */
function post({ path, method = 'POST', headers, body }: Sent): Promise<Reply> {
  const base = new URL(stage.heard.url ?? '')
  return new Promise((resolve, reject) => {
    const req = httpRequest(
      {
        host: base.hostname,
        port: base.port,
        path,
        method,
        agent,
        headers: { ...headers, 'content-length': body.length },
      },
      (res) => {
        const chunks: Buffer[] = []
        res.on('data', (chunk: Buffer) => chunks.push(chunk))
        res.on('end', () => {
          const json = JSON.parse(Buffer.concat(chunks).toString() || '{}') as WebhookReplyBody
          resolve({ status: res.statusCode ?? 0, retryAfter: res.headers['retry-after'], json })
        })
      },
    )
    req.once('error', reject)
    req.end(body)
  })
}

/** A golden delivery with something changed in it, and then signed as its tool signs. */
function mutantOnce({ tool, path, secret }: Feed, index: number, random: () => number): Sent {
  const bodies = goldenOf(tool)
  const delivery = bodies[Math.floor(random() * bodies.length)]
  if (!delivery) throw new Error(`${tool.kind} has no golden delivery`)
  const { bytes, headers, opened } = delivery
  const body =
    opened === undefined || random() < 0.3
      ? mutateBytes(bytes, random)
      : opened.close(mutateJson(opened.json, random))
  const url = `${stage.heard.url ?? ''}${path}`
  const signed = tool.sign(body, secret, Date.now(), `msg_${index}`, url)
  const query = new URLSearchParams(signed.query).toString()
  return {
    path: query === '' ? path : `${path}?${query}`,
    method: tool.methods?.[0] ?? 'POST',
    headers: { 'content-type': 'application/json', ...headers, ...signed.headers },
    body: signed.body ?? body,
  }
}

/** What is changed may be the very place of the signature or the secret: then another change is tried. */
function mutant(feed: Feed, index: number, random: () => number): Sent {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    try {
      const sent = mutantOnce(feed, index, random)
      const query = Object.fromEntries(new URLSearchParams(sent.path.split('?')[1]))
      const url = `${stage.heard.url ?? ''}${sent.path}`
      feed.tool.verify({ ...sent, url, query }, [feed.secret], Date.now())
      return sent
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'bad_signature')) throw error
    }
  }
  throw new Error(`${feed.tool.kind} signs no changed body`)
}

const golden = new Map<string, ReturnType<typeof readGolden>>()

function readGolden(kind: string) {
  return goldenDeliveries(kind)
    .filter(({ expect: expected }) => !('error' in expected))
    .map(({ bytes, headers }) => ({ bytes, headers, opened: openJson(insides[kind], bytes) }))
}

function goldenOf({ kind }: SurveySource) {
  const known = golden.get(kind) ?? readGolden(kind)
  golden.set(kind, known)
  return known
}

async function postAll(requests: readonly Sent[]): Promise<Reply[]> {
  const replies: Reply[] = []
  let next = 0
  async function worker(): Promise<void> {
    for (let index = next++; index < requests.length; index = next++) {
      replies[index] = await post(requests[index] as Sent)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return replies
}

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
      const feed = await connect(tool, `${kind} mutated`)
      const random = randomFrom(seed)
      const requests = Array.from({ length: times }, (_, index) => mutant(feed, index, random))

      const replies = await postAll(requests)

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
      const feed = await connect(tool, `${kind} forged`)
      const before = await everyTable()
      const random = randomFrom(seed + 1)
      const stranger = { ...feed, secret: secretFor(tool, 2) }

      const replies = await postAll(
        Array.from({ length: times }, (_, index) => mutant(stranger, index, random)),
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
      sources.filter(({ secret }) => secret !== null).map((tool) => connect(tool, `${tool.kind} flooded`)),
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
      return (await postAll(requests)).map(({ status }) => status)
    }
    await wave(2_000)
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
