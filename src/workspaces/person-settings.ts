import type { PrismaClient } from '../database/prisma/client.js'
import type { Language } from '../messages/messages.js'
import { workspaceById } from './store.js'
import type { Workspace } from './workspace.js'

export interface PersonSettingsDeps {
  prisma: PrismaClient
}

export interface Person {
  workspaceId: string
  /** The chat platform's id. */
  personId: string
}

/** The language that a person chose; null: none, so the workspace's is theirs. */
export async function languageOf(
  { prisma }: PersonSettingsDeps,
  { workspaceId, personId }: Person,
): Promise<string | null> {
  const where = { workspaceId_personId: { workspaceId, personId } }
  return (await prisma.personSetting.findUnique({ where }))?.language ?? null
}

/** @param language null: the workspace's again */
export async function chooseLanguage(
  { prisma }: PersonSettingsDeps,
  { workspaceId, personId }: Person,
  language: Language | null,
  now: number,
): Promise<void> {
  const chosen = { language, updatedAt: new Date(now) }
  await prisma.personSetting.upsert({
    where: { workspaceId_personId: { workspaceId, personId } },
    create: { workspaceId, personId, ...chosen },
    update: chosen,
  })
}

/** The workspace in this person's language: for what nobody else reads. Null: no such workspace. */
export async function workspaceAsReadBy(deps: PersonSettingsDeps, person: Person): Promise<Workspace | null> {
  const [workspace, own] = await Promise.all([
    workspaceById(deps, person.workspaceId),
    languageOf(deps, person),
  ])
  return workspace && { ...workspace, language: own ?? workspace.language }
}
