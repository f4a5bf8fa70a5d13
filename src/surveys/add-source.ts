import { createHash, randomBytes } from 'node:crypto'
import type { PrismaClient } from '../database/prisma/client.js'
import { AppError } from '../errors.js'
import type { NewId } from '../ids.js'
import type { Sealer } from '../workspaces/seal.js'
import type { SurveySource } from './source.js'

export interface AddSourceDeps {
  prisma: PrismaClient
  sealer: Sealer
  newId: NewId
  sources: readonly SurveySource[]
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
  const source = deps.sources.find((candidate) => candidate.kind === input.kind)
  if (!source) {
    const kinds = deps.sources.map((candidate) => candidate.kind).join(', ')
    throw badInput(`There is no source kind "${input.kind}". Choose one of: ${kinds}.`)
  }
  const taken = await deps.prisma.source.findFirst({ where: { workspaceId: input.workspaceId, name: input.name } })
  if (taken) throw badInput(`A source named "${input.name}" exists already. Choose another --name.`)
  const madeSecret = input.secret === undefined ? newSecret() : null
  const secret = source.secret.safeParse(input.secret ?? madeSecret)
  if (!secret.success) throw badInput(`--secret: ${secret.error.issues[0]?.message ?? 'is not a secret of this tool'}`)
  const id = deps.newId(input.now)
  const token = randomBytes(24).toString('base64url')
  await deps.prisma.source.create({
    data: {
      id,
      workspaceId: input.workspaceId,
      kind: source.kind,
      name: input.name,
      tokenHash: tokenHash(token),
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

export function tokenHash(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(token).digest())
}

/** What a source's sealed secrets are bound to. */
export function secretsContext(sourceId: string): string {
  return `source:${sourceId}`
}

function badInput(tellUser: string): AppError {
  return new AppError({ code: 'bad_input', message: 'source add: bad input', tellUser })
}
