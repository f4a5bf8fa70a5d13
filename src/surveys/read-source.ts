import type { PrismaClient } from '../database/prisma/client.js'
import { apiBaseOf } from './api-of.js'
import type { DraftSource } from './draft.js'
import { toQuestion } from './question-row.js'
import type { SurveySource } from './source.js'
import { SourceSettings } from './source-settings.js'
import { toolOf } from './tool-of.js'

/** A source with all that is needed to read what it sent, but not to tell whether it did: no secret is opened. */
export interface ReadableSource extends DraftSource {
  tool: SurveySource
  settings: SourceSettings
}

/** The source as it is now, or null: the workspace has none of this id, or its kind is unknown to this version. */
export async function readSource(
  { prisma }: { prisma: Pick<PrismaClient, 'source'> },
  { workspaceId, id }: { workspaceId: string; id: string },
): Promise<ReadableSource | null> {
  const row = await prisma.source.findFirst({ where: { workspaceId, id }, include: { questions: true } })
  const tool = row ? toolOf(row) : undefined
  if (!row || !tool) return null
  const questions = new Map(row.questions.map((question) => [question.key, toQuestion(question)]))
  const settings = SourceSettings.parse(row.settings)
  const fetches = row.sealedApiToken !== null && apiBaseOf(tool, settings) !== null
  return { id, workspaceId, name: row.name, questions, tool, settings, fetches }
}
