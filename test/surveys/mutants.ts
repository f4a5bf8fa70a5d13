import { Agent, request as httpRequest } from 'node:http'
import { AppError } from '../../src/errors.js'
import { newUuid } from '../../src/ids.js'
import { addSource } from '../../src/surveys/add-source.js'
import type { WebhookReplyBody } from '../../src/surveys/receive.js'
import type { SurveySource } from '../../src/surveys/source.js'
import { buildSealer } from '../../src/workspaces/seal.js'
import { goldenDeliveries } from '../contracts/golden.js'
import { openJson } from '../contracts/inside.js'
import { insides } from '../contracts/insides.js'
import { mutateBytes, mutateJson } from '../contracts/mutations.js'
import type { Stage } from '../journeys/stage.js'

const atOnce = 16

export interface Reply {
  status: number
  retryAfter: string | undefined
  json: WebhookReplyBody
}

export interface Feed {
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

export function secretFor(tool: SurveySource, fill: number): string {
  const fits = secretShapes(fill).find((secret) => tool.secret?.safeParse(secret).success)
  if (fits === undefined && tool.secret !== null) throw new Error(`no secret for ${tool.kind}`)
  return fits ?? ''
}

export interface Sent {
  path: string
  method?: string
  headers: Record<string, string>
  body: Buffer
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

/** Somebody outside who sends to a running bot. */
export interface Mutants {
  connect(tool: SurveySource, name: string): Promise<Feed>
  /** A golden delivery with something changed in it, and then signed as its tool signs. */
  mutant(feed: Feed, index: number, random: () => number): Sent
  postAll(requests: readonly Sent[]): Promise<Reply[]>
  close(): void
}

export function openMutants(stage: Stage): Mutants {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce })

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
    const signed = tool.sign(body, secret, Date.now(), `msg_${index}`, { url })
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

  return { connect, mutant, postAll, close: () => agent.destroy() }
}
