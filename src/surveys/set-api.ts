import type { PrismaClient } from '../database/prisma/client.js'
import { AppError, type Sentence } from '../errors.js'
import { badInput as badInputOf } from '../input-problem.js'
import type { Sealer } from '../workspaces/seal.js'
import { apiTokenContext } from './api-of.js'
import { SourceSettings } from './source-settings.js'
import { sourceOf } from './sources.js'

export interface SetApiDeps {
  prisma: Pick<PrismaClient, 'source'>
  sealer: Pick<Sealer, 'seal'>
}

export interface SetApiInput {
  workspaceId: string
  name: string
  /** Empty: it is taken away. */
  token?: string
  base?: string
}

/**
 * Gives a source the token of its tool's API, and its address where that differs by customer. What was only named before can
 * then be fetched by a replay.
 * @returns whether it can be fetched now, or what is still missing
 * @throws AppError bad_input for an unknown source, one whose deliveries are never thin, or an address that is not https
 */
export async function setApi(
  deps: SetApiDeps,
  { workspaceId, name, token, base }: SetApiInput,
): Promise<'ready' | 'no_token' | 'no_address'> {
  const source = await deps.prisma.source.findFirst({ where: { workspaceId, name } })
  if (source === null) throw badInput(({ setup }) => setup.noSource(name))
  const tool = sourceOf(source.kind)
  if (!tool?.api) throw badInput(({ setup }) => setup.noApi(tool?.title ?? source.kind))
  const before = SourceSettings.parse(source.settings)
  const settings = SourceSettings.safeParse({ ...before, ...(base !== undefined && { apiBase: base }) })
  if (!settings.success) {
    throw badInputOf('source set: bad input', settings.error.issues.slice(0, 1), () => '--api-base')
  }
  const sealed = token === undefined ? source.sealedApiToken : sealedToken(deps, source.id, token)
  await deps.prisma.source.update({
    where: { id: source.id },
    data: { settings: settings.data, sealedApiToken: sealed },
  })
  if (sealed === null) return 'no_token'
  return (settings.data.apiBase ?? tool.api.base) === null ? 'no_address' : 'ready'
}

function sealedToken(
  { sealer }: SetApiDeps,
  sourceId: string,
  token: string,
): Uint8Array<ArrayBuffer> | null {
  if (token === '') return null
  // It becomes a header.
  if (!/^[\x21-\x7e]{1,2000}$/.test(token)) throw badInput(({ setup }) => setup.apiTokenShape())
  return sealer.seal(token, apiTokenContext(sourceId))
}

function badInput(tellUser: Sentence): AppError {
  return new AppError({ code: 'bad_input', message: 'source set: bad input', tellUser })
}
