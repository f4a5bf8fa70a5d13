import type { PrismaClient, Source } from '../database/prisma/client.js'
import { AppError, type Sentence } from '../errors.js'
import type { Sealer } from '../workspaces/seal.js'
import { secretFor } from './secret-for.js'
import { openSecrets, sealSecrets } from './source-keys.js'
import { toolOf } from './tool-of.js'

export interface RotateSecretDeps {
  prisma: PrismaClient
  sealer: Sealer
}

export interface SourceName {
  workspaceId: string
  name: string
}

/** A rotation needs two; more are a sign that nobody drops the old ones. Each costs every delivery one more check. */
const mostSecrets = 5

/**
 * Gives a source one more secret. Deliveries signed by any of its secrets are taken, so that the tool can be given the new
 * one at any time afterwards. A running process knows it within a second.
 * @returns how many secrets the source has now, and the new one when it was made here: it is shown only now
 * @throws AppError bad_input for an unknown source, a secret of the wrong shape, or one that the source has already
 */
export async function addSecret(
  deps: RotateSecretDeps,
  input: SourceName & { secret?: string },
): Promise<{ secrets: number; madeSecret: string | null }> {
  let madeSecret: string | null = null
  const secrets = await change(deps, input, (before, row) => {
    const tool = toolOf(row)
    if (!tool) throw badInput(({ setup }) => setup.unknownSourceKind(row.kind))
    const made = secretFor(tool, input.secret)
    madeSecret = made.madeSecret
    if (before.includes(made.secret)) throw badInput(({ setup }) => setup.sameSecret())
    if (before.length >= mostSecrets) {
      throw badInput(({ setup }) => setup.tooManySecrets(mostSecrets))
    }
    return [...before, made.secret]
  })
  return { secrets, madeSecret }
}

/**
 * Takes a source's oldest secret away: what is signed by it alone is refused from then on. The last one stays.
 * @returns how many secrets the source has now
 * @throws AppError bad_input for an unknown source, or when it has only one secret
 */
export async function dropOldestSecret(deps: RotateSecretDeps, input: SourceName): Promise<number> {
  return change(deps, input, (before) => {
    if (before.length > 1) return before.slice(1)
    throw badInput(({ setup }) => setup.onlySecret())
  })
}

/** Two at once follow one another: the row is locked while its secrets are open. */
async function change(
  { prisma, sealer }: RotateSecretDeps,
  { workspaceId, name }: SourceName,
  next: (before: string[], source: Source) => string[],
): Promise<number> {
  return prisma.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM source WHERE workspace_id = ${workspaceId}::uuid AND name = ${name} FOR UPDATE`
    const source = await tx.source.findFirst({ where: { workspaceId, name } })
    if (source === null) {
      throw badInput(({ setup }) => setup.noSource(name))
    }
    const secrets = next(openSecrets(sealer, source), source)
    const sealedSecrets = sealSecrets(sealer, source.id, secrets)
    await tx.source.update({ where: { id: source.id }, data: { sealedSecrets } })
    return secrets.length
  })
}

function badInput(tellUser: Sentence): AppError {
  return new AppError({ code: 'bad_input', message: 'source secret: bad input', tellUser })
}
