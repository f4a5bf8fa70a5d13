import type { PrismaClient } from '../database/prisma/client.js'
import { AppError, type Sentence } from '../errors.js'
import type { NewId } from '../ids.js'
import type { Sealer } from '../workspaces/seal.js'
import { hashOfToken, newToken, sealSecrets } from './source-keys.js'
import { readToolFile, type GivenFile } from './declared/read-tool-file.js'
import type { SurveySource } from './source.js'
import { secretFor } from './secret-for.js'
import { sourceKinds, sourceOf } from './sources.js'

export interface AddSourceDeps {
  prisma: PrismaClient
  sealer: Sealer
  newId: NewId
}

export interface AddSourceInput {
  workspaceId: string
  /** A tool that Heard knows; or else the file that describes it. */
  kind?: string | undefined
  file?: GivenFile | undefined
  name: string
  /** As the survey tool hands it out; absent: one is made here, or the source waits for the tool's. */
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
  /** The tool has still to hand out its secret: until that is added, its deliveries are refused. */
  waitsForSecret: boolean
}

/**
 * Connects a survey tool feed.
 * @throws AppError bad_input for an unknown kind, a file that is not understood, a name in use, or a secret of the wrong shape
 */
export async function addSource(deps: AddSourceDeps, input: AddSourceInput): Promise<AddedSource> {
  const source = toolFor(input)
  const taken = await deps.prisma.source.findFirst({
    where: { workspaceId: input.workspaceId, name: input.name },
  })
  if (taken) throw badInput(({ setup }) => setup.nameTaken(input.name))
  const later = source.secretComesLater === true || source.secretOptional === true
  const waitsForSecret = source.secret !== null && later && input.secret === undefined
  const needsNone = waitsForSecret || (source.secret === null && input.secret === undefined)
  const made = needsNone ? null : secretFor(source, input.secret)
  const id = deps.newId(input.now)
  const token = newToken()
  await deps.prisma.source.create({
    data: {
      id,
      workspaceId: input.workspaceId,
      kind: source.kind,
      definition: input.file?.text ?? null,
      name: input.name,
      tokenHash: hashOfToken(token),
      sealedSecrets: sealSecrets(deps.sealer, id, made === null ? [] : [made.secret]),
      createdAt: new Date(input.now),
    },
  })
  return { id, source, token, madeSecret: made?.madeSecret ?? null, waitsForSecret }
}

function toolFor({ kind, file }: AddSourceInput): SurveySource {
  if ((kind === undefined) === (file === undefined)) throw badInput(({ toolFile }) => toolFile.fileOrKind())
  if (file !== undefined) return readToolFile(file)
  const source = sourceOf(kind ?? '')
  if (!source) throw badInput(({ setup }) => setup.noSourceKind(kind ?? '', sourceKinds))
  return source
}

function badInput(tellUser: Sentence): AppError {
  return new AppError({ code: 'bad_input', message: 'source add: bad input', tellUser })
}
