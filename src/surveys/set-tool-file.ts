import type { PrismaClient } from '../database/prisma/client.js'
import { AppError, type Sentence } from '../errors.js'
import { readToolFile, type GivenFile } from './declared/read-tool-file.js'
import type { SurveySource } from './source.js'

export interface SetToolFileInput {
  workspaceId: string
  /** The source's. */
  name: string
  file: GivenFile
}

/**
 * Gives a source another file, checked before it is kept. A running process knows it within a second; URL and secrets stay.
 * @throws AppError bad_input for an unknown source, a file that is not understood, or one of another kind
 */
export async function setToolFile(
  { prisma }: { prisma: Pick<PrismaClient, 'source'> },
  { workspaceId, name, file }: SetToolFileInput,
): Promise<SurveySource> {
  const source = await prisma.source.findFirst({ where: { workspaceId, name } })
  if (source === null) throw badInput(({ setup }) => setup.noSource(name))
  const tool = readToolFile(file)
  if (tool.kind !== source.kind)
    throw badInput(({ toolFile }) => toolFile.kindChanged(source.kind, tool.kind))
  await prisma.source.update({ where: { id: source.id, workspaceId }, data: { definition: file.text } })
  return tool
}

function badInput(tellUser: Sentence): AppError {
  return new AppError({ code: 'bad_input', message: 'source set: bad input', tellUser })
}
