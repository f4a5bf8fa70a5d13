import { randomBytes } from 'node:crypto'
import type { PrismaClient } from '../database/prisma/client.js'
import { AppError } from '../errors.js'
import type { NewId } from '../ids.js'
import type { Sealer } from '../workspaces/seal.js'
import { hashOfToken, secretsContext } from './source-keys.js'
import type { SurveySource } from './source.js'
import { sourceKinds, sourceOf } from './sources.js'

export interface AddSourceDeps {
  prisma: PrismaClient
  sealer: Sealer
  newId: NewId
}

export interface AddSourceInput {
  workspaceId: string
  kind: string
  name: string
  /** As the survey tool hands it out; absent: one is made for the person to paste into the tool. */
  secret?: string
  now: number
}

export interface AddedSource {
  id: string
  source: SurveySource
  /** Shown once: only its hash is kept. */
  token: string
  /** Shown once when it was made here. */
  madeSecret: string | null
}

/**
 * Connects a survey tool feed.
 * @throws AppError bad_input for an unknown kind, a name in use, or a secret of the wrong shape
 */
export async function addSource(deps: AddSourceDeps, input: AddSourceInput): Promise<AddedSource> {
  const source = sourceOf(input.kind)
  if (!source)
    throw badInput(`There is no source kind "${input.kind}". Choose one of: ${sourceKinds.join(', ')}.`)
  const taken = await deps.prisma.source.findFirst({
    where: { workspaceId: input.workspaceId, name: input.name },
  })
  if (taken) throw badInput(`A source named "${input.name}" exists already. Choose another --name.`)
  const madeSecret = input.secret === undefined ? newSecret() : null
  const secret = source.secret.safeParse(input.secret ?? madeSecret)
  if (!secret.success)
    throw badInput(`--secret: ${secret.error.issues[0]?.message ?? 'is not a secret of this tool'}`)
  const id = deps.newId(input.now)
  const token = randomBytes(24).toString('base64url')
  await deps.prisma.source.create({
    data: {
      id,
      workspaceId: input.workspaceId,
      kind: source.kind,
      name: input.name,
      tokenHash: hashOfToken(token),
      sealedSecrets: deps.sealer.seal(JSON.stringify([secret.data]), secretsContext(id)),
      createdAt: new Date(input.now),
    },
  })
  return { id, source, token, madeSecret }
}

/** In the form of Standard Webhooks, which any tool that takes a free text as its secret accepts too. */
function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`
}

function badInput(tellUser: string): AppError {
  return new AppError({ code: 'bad_input', message: 'source add: bad input', tellUser })
}
