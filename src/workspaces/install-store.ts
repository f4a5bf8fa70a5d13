import type { ChatInstall, Prisma, PrismaClient } from '../database/prisma/client.js'
import type { NewId } from '../ids.js'
import type { Sealer } from './seal.js'

export interface InstallStoreDeps {
  prisma: PrismaClient
  sealer: Sealer
}

/** Why an install is no more. */
export type GoneReason = 'app_uninstalled' | 'token_revoked'

/** A chat team that a workspace is installed in, with its opened secret. */
export interface Install {
  id: string
  workspaceId: string
  teamId: string
  teamName: string
  botUserId: string
  /** Grows with every change of the tokens. */
  version: number
  /** What the platform handed out, as text; null: the install is gone, or its token stands in the environment. */
  secret: string | null
  /** Epoch ms; null: its tokens do not expire. */
  expiresAt: number | null
  gone: GoneReason | null
  /** Why the tokens could not be renewed, since they were last. */
  refreshError: string | null
}

export interface InstallFacts {
  platform: string
  teamId: string
  teamName: string
  botUserId: string
  /** All that the platform handed out, as text. It is sealed, bound to the install's row. */
  secret: string
  expiresAt: number | null
}

/** A workspace that nobody has named yet takes the name of the first team that installs the app. */
export const unnamed = 'My team'

/** What a seal is bound to: bytes moved to another row do not open. */
export function sealContext(installId: string): string {
  return `chat_install ${installId}`
}

export async function installOfTeam(
  deps: InstallStoreDeps,
  platform: string,
  teamId: string,
): Promise<Install | null> {
  const row = await deps.prisma.chatInstall.findUnique({ where: { platform_teamId: { platform, teamId } } })
  return row && opened(deps.sealer, row)
}

/** The team that a workspace is installed in. */
export async function installOfWorkspace(
  deps: InstallStoreDeps,
  workspaceId: string,
  platform: string,
): Promise<Install | null> {
  const row = await deps.prisma.chatInstall.findFirst({
    where: { workspaceId, platform },
    orderBy: { createdAt: 'asc' },
  })
  return row && opened(deps.sealer, row)
}

export function opened(sealer: Sealer, row: ChatInstall): Install {
  return {
    id: row.id,
    workspaceId: row.workspaceId,
    teamId: row.teamId,
    teamName: row.teamName ?? row.teamId,
    botUserId: row.botUserId,
    version: row.version,
    secret: row.sealed === null ? null : sealer.unseal(row.sealed, sealContext(row.id)),
    expiresAt: row.expiresAt?.getTime() ?? null,
    gone: row.goneReason as GoneReason | null,
    refreshError: row.refreshError,
  }
}

/**
 * Keeps what a team's installation handed out. A team that was installed before goes on on its own workspace, whatever
 * became of it meanwhile. A new one gets a workspace of its own; the first of all takes over the workspace that was made
 * at the first start, with the sources and routes it has by then.
 * @returns the workspace that the team belongs to
 */
export async function keepInstall(
  deps: InstallStoreDeps & { newId: NewId },
  facts: InstallFacts,
  now: number,
): Promise<{ workspaceId: string; isNew: boolean }> {
  const { platform, teamId, teamName, botUserId, secret, expiresAt } = facts
  return deps.prisma.$transaction(async (tx) => {
    // One install at a time: two first ones must not both take over the same workspace.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('heard.install'))`
    const known = await tx.chatInstall.findUnique({ where: { platform_teamId: { platform, teamId } } })
    const id = known?.id ?? deps.newId(now)
    const tokens = {
      teamName,
      botUserId,
      sealed: deps.sealer.seal(secret, sealContext(id)),
      expiresAt: expiresAt === null ? null : new Date(expiresAt),
      ...fresh,
    }
    if (known) {
      await tx.chatInstall.update({ where: { id }, data: { ...tokens, version: { increment: 1 } } })
      return { workspaceId: known.workspaceId, isNew: false }
    }
    const workspaceId = await workspaceFor(tx, deps.newId, teamName, now)
    const row = { id, workspaceId, platform, teamId, createdAt: new Date(now), version: 1, ...tokens }
    await tx.chatInstall.create({ data: row })
    return { workspaceId, isNew: true }
  })
}

/** What every change of the tokens makes good. */
export const fresh = {
  goneAt: null,
  goneReason: null,
  refreshLeaseUntil: null,
  refreshNextAt: null,
  refreshError: null,
} as const

async function workspaceFor(
  tx: Prisma.TransactionClient,
  newId: NewId,
  name: string,
  now: number,
): Promise<string> {
  const [free] = await tx.$queryRaw<{ id: string; name: string }[]>`
    SELECT id, name FROM workspace w
    WHERE NOT EXISTS (SELECT 1 FROM chat_install i WHERE i.workspace_id = w.id)
      AND NOT EXISTS (SELECT 1 FROM workspace older WHERE (older.created_at, older.id) < (w.created_at, w.id))`
  if (free) {
    if (free.name === unnamed) await tx.workspace.update({ where: { id: free.id }, data: { name } })
    return free.id
  }
  const id = newId(now)
  await tx.workspace.create({ data: { id, name, createdAt: new Date(now) } })
  return id
}

/**
 * Wipes the tokens of an install that is no more. Tokens that were replaced since they were read stay.
 * @returns whether it is gone now because of this call
 */
export async function markGone(
  { prisma }: Pick<InstallStoreDeps, 'prisma'>,
  { id, workspaceId, version }: Pick<Install, 'id' | 'workspaceId' | 'version'>,
  reason: GoneReason,
  now: number,
): Promise<boolean> {
  const { count } = await prisma.chatInstall.updateMany({
    where: { id, workspaceId, version, goneAt: null },
    data: { ...fresh, sealed: null, expiresAt: null, goneAt: new Date(now), goneReason: reason },
  })
  return count > 0
}

/** Slack tells both when an app is uninstalled, in any order: the plainer reason stays. */
export async function sayUninstalled(
  { prisma }: Pick<InstallStoreDeps, 'prisma'>,
  { id, workspaceId, version }: Pick<Install, 'id' | 'workspaceId' | 'version'>,
): Promise<void> {
  await prisma.chatInstall.updateMany({
    where: { id, workspaceId, version, goneReason: 'token_revoked' },
    data: { goneReason: 'app_uninstalled' },
  })
}
