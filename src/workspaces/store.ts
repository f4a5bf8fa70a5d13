import type { PrismaClient, Workspace as Row } from '../database/prisma/client.js'
import { AppError } from '../errors.js'
import type { NewId } from '../ids.js'
import { BusinessHours, type Workspace } from './workspace.js'

export interface WorkspaceStoreDeps {
  prisma: PrismaClient
}

function toWorkspace(row: Row): Workspace {
  return {
    id: row.id,
    name: row.name,
    timeZone: row.timeZone,
    language: row.language,
    hours: BusinessHours.parse(row.hours),
    homeChannel: row.homeChannel,
  }
}

export async function workspaceById(deps: WorkspaceStoreDeps, id: string): Promise<Workspace | null> {
  const row = await deps.prisma.workspace.findUnique({ where: { id } })
  return row && toWorkspace(row)
}

export async function allWorkspaces(deps: WorkspaceStoreDeps): Promise<Workspace[]> {
  const rows = await deps.prisma.workspace.findMany({ orderBy: { createdAt: 'asc' } })
  return rows.map(toWorkspace)
}

export async function workspaceOfTeam(
  deps: WorkspaceStoreDeps,
  platform: string,
  teamId: string,
): Promise<Workspace | null> {
  const install = await deps.prisma.chatInstall.findUnique({
    where: { platform_teamId: { platform, teamId } },
  })
  return install && workspaceById(deps, install.workspaceId)
}

/** The workspace that set-up commands mean: the only one, made at first use. */
export async function firstWorkspace(
  deps: WorkspaceStoreDeps & { newId: NewId },
  now: number,
): Promise<Workspace> {
  const [existing] = await allWorkspaces(deps)
  if (existing) return existing
  // The lock in a statement of its own: the guarded insert then sees what the one before us committed.
  await deps.prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('heard.first-workspace'))`
    await tx.$executeRaw`
      INSERT INTO workspace (id, name, created_at)
      SELECT ${deps.newId(now)}::uuid, 'My team', ${new Date(now)}
      WHERE NOT EXISTS (SELECT 1 FROM workspace)`
  })
  const [made] = await allWorkspaces(deps)
  if (!made) throw new AppError({ code: 'unavailable', message: 'the first workspace could not be made' })
  return made
}

export interface InstallFacts {
  platform: string
  teamId: string
  botUserId: string
}

/** Remembers that `workspaceId` is installed in this chat team. A team belongs to one workspace and stays there. */
export async function rememberInstall(
  deps: WorkspaceStoreDeps & { newId: NewId },
  workspaceId: string,
  facts: InstallFacts,
  now: number,
): Promise<void> {
  const { platform, teamId, botUserId } = facts
  await deps.prisma.chatInstall.upsert({
    where: { platform_teamId: { platform, teamId } },
    create: { id: deps.newId(now), workspaceId, platform, teamId, botUserId, createdAt: new Date(now) },
    update: { botUserId },
  })
}

export async function isInstalled(
  deps: WorkspaceStoreDeps,
  workspaceId: string,
  platform: string,
  teamId: string,
): Promise<boolean> {
  const found = await deps.prisma.chatInstall.findFirst({ where: { workspaceId, platform, teamId } })
  return found !== null
}
