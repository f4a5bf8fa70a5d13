import type { ChatInstall } from '../database/prisma/client.js'
import { fresh, opened, sealContext, type Install, type InstallStoreDeps } from './install-store.js'

/** One renewal is given so long; a process that dies in it holds the others up no longer. */
const leaseMs = 60_000

/**
 * Takes one install of this platform whose tokens end before `until`, for this process alone: of any number of callers
 * one gets it.
 * @returns null when there is nothing to renew now
 */
export async function leaseExpiring(
  { prisma, sealer }: InstallStoreDeps,
  platform: string,
  until: number,
  now: number,
): Promise<Install | null> {
  const at = new Date(now)
  const [due] = await prisma.$queryRaw<{ id: string }[]>`
    UPDATE chat_install SET refresh_lease_until = ${new Date(now + leaseMs)}
    WHERE id = (
      SELECT id FROM chat_install
      WHERE platform = ${platform} AND sealed IS NOT NULL AND expires_at <= ${new Date(until)}
        AND (refresh_lease_until IS NULL OR refresh_lease_until <= ${at})
        AND (refresh_next_at IS NULL OR refresh_next_at <= ${at})
      ORDER BY expires_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id`
  if (!due) return null
  const row: ChatInstall | null = await prisma.chatInstall.findUnique({ where: { id: due.id } })
  return row && opened(sealer, row)
}

/** Keeps renewed tokens, unless the team was installed anew meanwhile: those are younger. */
export async function keepRefreshed(
  { prisma, sealer }: InstallStoreDeps,
  { id, workspaceId, version }: Install,
  renewed: { secret: string; expiresAt: number },
): Promise<boolean> {
  const { count } = await prisma.chatInstall.updateMany({
    where: { id, workspaceId, version, goneAt: null },
    data: {
      ...fresh,
      sealed: sealer.seal(renewed.secret, sealContext(id)),
      expiresAt: new Date(renewed.expiresAt),
      version: { increment: 1 },
    },
  })
  return count > 0
}

/** Notes why a renewal failed (a code) and when to try again. */
export async function noteRefreshFailed(
  { prisma }: Pick<InstallStoreDeps, 'prisma'>,
  { id, workspaceId, version }: Install,
  { error, nextAt }: { error: string; nextAt: number },
): Promise<void> {
  await prisma.chatInstall.updateMany({
    where: { id, workspaceId, version },
    data: { refreshLeaseUntil: null, refreshNextAt: new Date(nextAt), refreshError: error },
  })
}
