import type { PrismaClient } from '../database/prisma/client.js'
import { AppError } from '../errors.js'
import { noSource } from './no-source.js'
import { hashOfToken, newToken } from './source-keys.js'

interface Db {
  prisma: Pick<PrismaClient, 'source' | 'sourceToken'>
}

/** Far longer than a test takes; what a killed command left does nothing from then on. */
const lastsMs = 120_000

/**
 * A URL token of a source for a test: a running process judges what comes there as ever, and keeps nothing of it.
 * Tests that are over are cleared away meanwhile.
 * @throws AppError not_found for a source of another workspace
 */
export async function openTrialUrl(
  { prisma }: Db,
  source: { workspaceId: string; id: string },
  now: number,
): Promise<string> {
  const { workspaceId, id: sourceId } = source
  if ((await prisma.source.count({ where: { id: sourceId, workspaceId } })) === 0)
    throw new AppError({ code: 'not_found', message: 'no such source in the workspace' })
  const token = newToken()
  await prisma.sourceToken.deleteMany({
    where: { workspaceId, purpose: 'test', expiresAt: { lte: new Date(now) } },
  })
  await prisma.sourceToken.create({
    data: {
      tokenHash: hashOfToken(token),
      workspaceId,
      sourceId,
      purpose: 'test',
      expiresAt: new Date(now + lastsMs),
    },
  })
  return token
}

/** It ends within a second. */
export async function closeTrialUrl({ prisma }: Db, token: string): Promise<void> {
  await prisma.sourceToken.deleteMany({ where: { tokenHash: hashOfToken(token), purpose: 'test' } })
}

/** What a test needs of a source beside how it reads. @throws AppError bad_input for an unknown name */
export async function sourceToTry(
  { prisma }: Db,
  { workspaceId, name }: { workspaceId: string; name: string },
) {
  const row = await prisma.source.findFirst({ where: { workspaceId, name } })
  if (row === null) throw noSource(name)
  return row
}
