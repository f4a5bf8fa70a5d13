import type { PrismaClient } from '../database/prisma/client.js'
import { noSource } from './no-source.js'
import type { NamedSource } from './source-url.js'

/**
 * Lets a source rest: what comes is answered 200, so that the tool does not switch itself off, and dropped. A running process
 * knows it within a second.
 * @returns since when it rests, and whether it did already
 * @throws AppError bad_input for an unknown source
 */
export async function disableSource(
  { prisma }: { prisma: Pick<PrismaClient, 'source'> },
  { workspaceId, name }: NamedSource,
  now: number,
): Promise<{ since: Date; already: boolean }> {
  const at = new Date(now)
  const { count } = await prisma.source.updateMany({
    where: { workspaceId, name, disabledAt: null },
    data: { disabledAt: at },
  })
  if (count > 0) return { since: at, already: false }
  const source = await prisma.source.findFirst({ where: { workspaceId, name } })
  if (source === null) throw noSource(name)
  return { since: source.disabledAt ?? at, already: true }
}

/**
 * Lets it send again. What was found wrong with it before is past: its silence, what was refused and what held no answer are
 * counted from now on.
 * @returns since when it rested; null: it did not
 * @throws AppError bad_input for an unknown source
 */
export async function enableSource(
  { prisma }: { prisma: PrismaClient },
  { workspaceId, name }: NamedSource,
  now: number,
): Promise<{ restedSince: Date | null }> {
  return prisma.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM source WHERE workspace_id = ${workspaceId}::uuid AND name = ${name} FOR UPDATE`
    const source = await tx.source.findFirst({ where: { workspaceId, name } })
    if (source === null) throw noSource(name)
    if (source.disabledAt === null) return { restedSince: null }
    await tx.source.update({
      where: { id: source.id },
      data: {
        disabledAt: null,
        enabledAt: new Date(now),
        refusedCount: 0,
        lastRefusedAt: null,
        lastRefusedReason: null,
      },
    })
    await tx.sourceRun.updateMany({
      where: { workspaceId, sourceId: source.id },
      data: { ignored: 0, rejected: 0 },
    })
    return { restedSince: source.disabledAt }
  })
}
