import { systemClock } from '../clock.js'
import { AppError } from '../errors.js'
import { methodsOf, type SurveySource } from '../surveys/source.js'
import { openSecrets } from '../surveys/source-keys.js'
import { toolOf } from '../surveys/tool-of.js'
import { closeTrialUrl, openTrialUrl, sourceToTry } from '../surveys/trial-url.js'
import type { Tried } from '../surveys/try-delivery.js'
import { baseOf, urlOf } from './bot-address.js'
import type { CliContext } from './context.js'
import type { Payload } from './payload.js'
import { openTrialPost, type PostTrial, type TrialAnswer, type TrialPost } from './post-trial.js'
import { linesOf } from './tried-lines.js'
import { trialProblem } from './trial-problem.js'

const timeoutMs = 10_000

interface Trial {
  sourceId: string
  tool: SurveySource
  /** Null: it signs nothing, or need not. */
  secret: string | null
  /** The address for a person: without the token. */
  where: string
  post: PostTrial
}

/**
 * Sends payloads the way that the tool's go: name, TLS, proxy, URL, signature and mapping are all tried, by a URL of the
 * source's that keeps nothing. What was signed may hold a customer's words, and a secret: it leaves only after an empty
 * request was answered by the Heard that this database belongs to.
 */
export async function tryForReal(
  context: CliContext,
  name: string,
  payloads: readonly Payload[],
): Promise<void> {
  const { config, database, workspaceId, messages, print } = context
  const text = messages.cli.sourceTest
  const row = await sourceToTry(database, { workspaceId, name })
  const trial = trialOf(context, row)
  const signer = trial.secret === null ? null : trial.tool.title
  print(text.posting(trial.where))
  for (const payload of payloads) {
    const tried = await tryOne(context, trial, payload)
    print(signer === null ? text.arrivedUnsigned() : text.arrived(signer))
    for (const line of linesOf(messages, payload.name, tried)) print(line)
    if (tried.outcome === 'unusable') process.exitCode = 1
  }
  print(text.nothingStored)
  if (config.publicUrl === null) print(text.onlyHere)
  if (row.disabledAt === null) return
  print(messages.cli.sourceUpkeep.off(name, row.disabledAt.toISOString()))
  process.exitCode = 1
}

function trialOf({ config, sealer }: CliContext, row: Awaited<ReturnType<typeof sourceToTry>>): Trial {
  const tool = toolOf(row)
  if (!tool) throw badInput(({ setup }) => setup.unknownSourceKind(row.kind))
  const secret = tool.secret === null ? null : (openSecrets(sealer, row).at(-1) ?? null)
  if (tool.secret !== null && secret === null && tool.secretOptional !== true) {
    throw badInput(({ cli }) => cli.sourceTest.needsSecret(row.name))
  }
  return {
    sourceId: row.id,
    tool,
    secret,
    where: `${baseOf(config)}/webhooks/${row.kind}/`,
    post: openTrialPost(config.slack?.proxyUrl, timeoutMs),
  }
}

/** @throws AppError that says what stands in the way */
async function tryOne(context: CliContext, trial: Trial, payload: Payload): Promise<Tried> {
  const { database, workspaceId, config } = context
  const { sourceId, tool, where, post } = trial
  const token = await openTrialUrl(database, { workspaceId, id: sourceId }, systemClock())
  try {
    const url = urlOf(config, tool.kind, token)
    const { 'content-type': contentType = '' } = payload.headers
    const method = methodsOf(tool)[0] ?? 'POST'
    const empty = { url, method, headers: { 'content-type': contentType }, body: Buffer.alloc(0) }
    const greeted = await post(empty)
    if (!isOurs(greeted, sourceId)) throw trialProblem(greeted, sourceId, where)
    const answer = await post(signed(context, trial, payload, { url, method }))
    const tried = isOurs(answer, sourceId) ? answer.json?.tried : undefined
    if (tried === undefined) throw trialProblem(answer, sourceId, where)
    return tried
  } finally {
    await closeTrialUrl(database, token)
  }
}

function isOurs(answer: TrialAnswer | string, sourceId: string): answer is TrialAnswer {
  return typeof answer !== 'string' && answer.json?.trial === sourceId
}

/** As the tool signs, with the newest secret. */
function signed(
  { newId }: CliContext,
  { tool, secret }: Trial,
  { headers, query, body }: Payload,
  { url: bare, method }: Pick<TrialPost, 'url' | 'method'>,
): TrialPost {
  const url = withQuery(bare, query)
  if (secret === null) return { url, method, headers, body }
  const now = systemClock()
  const added = tool.sign(body, secret, now, `msg_${newId(now)}`, { url, headers })
  return {
    url: withQuery(bare, { ...query, ...added.query }),
    method,
    headers: { ...headers, ...added.headers },
    body: added.body ?? body,
  }
}

function withQuery(url: string, query: Readonly<Record<string, string>>): string {
  const text = new URLSearchParams(query).toString()
  return text === '' ? url : `${url}?${text}`
}

function badInput(tellUser: AppError['tellUser']): AppError {
  return new AppError({ code: 'bad_input', message: 'source test: this source cannot be tried', tellUser })
}
