import type { PrismaClient } from '../database/prisma/client.js'
import { AppError } from '../errors.js'
import { noSource } from './no-source.js'
import { hashOfToken, newToken } from './source-keys.js'
import type { SurveySource } from './source.js'
import { toolOf } from './tool-of.js'

export interface NamedSource {
  workspaceId: string
  name: string
}

export interface RotatedUrl {
  tool: SurveySource
  /** Shown once: only its hash is kept. */
  token: string
  /** Until when the URL before it works; null: it does not any more, nor does any one before. */
  formerUntil: Date | null
}

/**
 * Gives a source another URL. A running process knows it within a second.
 * @param graceMs how long the one it had goes on working; 0 ends it, and all before it, at once
 * @throws AppError bad_input for an unknown source
 */
export async function rotateUrl(
  { prisma }: { prisma: PrismaClient },
  { workspaceId, name }: NamedSource,
  graceMs: number,
  now: number,
): Promise<RotatedUrl> {
  const token = newToken()
  const formerUntil = graceMs === 0 ? null : new Date(now + graceMs)
  return prisma.$transaction(async (tx) => {
    // Two at once follow one another: none of their URLs is lost.
    await tx.$queryRaw`SELECT 1 FROM source WHERE workspace_id = ${workspaceId}::uuid AND name = ${name} FOR UPDATE`
    const source = await tx.source.findFirst({ where: { workspaceId, name } })
    if (source === null) throw noSource(name)
    const tool = toolOf(source)
    if (!tool) throw unknownKind(source.kind)
    const past = { expiresAt: { lte: new Date(now) } }
    const gone = formerUntil === null ? [{ purpose: 'former' }, past] : [past]
    await tx.sourceToken.deleteMany({ where: { workspaceId, sourceId: source.id, OR: gone } })
    if (formerUntil !== null) {
      const { tokenHash, id: sourceId } = source
      await tx.sourceToken.create({
        data: { tokenHash, workspaceId, sourceId, purpose: 'former', expiresAt: formerUntil },
      })
    }
    await tx.source.update({ where: { id: source.id }, data: { tokenHash: hashOfToken(token) } })
    return { tool, token, formerUntil }
  })
}

function unknownKind(kind: string): AppError {
  return new AppError({
    code: 'bad_input',
    message: 'source: its kind is unknown to this version',
    tellUser: ({ setup }) => setup.unknownSourceKind(kind),
  })
}
