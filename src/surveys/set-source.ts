import { z } from 'zod'
import type { PrismaClient } from '../database/prisma/client.js'
import { AppError } from '../errors.js'
import { badInput } from '../input-problem.js'
import { SourceSettings } from './source-settings.js'

const Change = z.object({
  holdSeconds: SourceSettings.shape.holdSeconds.unwrap().optional(),
  holdCritical: z.boolean().optional(),
  cards: SourceSettings.shape.cards.unwrap().optional(),
})

/** The options of `source set`, by the settings that they change. */
const options: Readonly<Record<string, string>> = {
  holdSeconds: '--hold',
  holdCritical: '--hold-critical',
  cards: '--cards',
}

/**
 * Changes what was decided of a source; what is not given stays. A running process knows it within a second.
 * @returns all of it, as it is now
 * @throws AppError bad_input for an unknown source or a value that cannot be
 */
export async function setSource(
  { prisma }: { prisma: PrismaClient },
  { workspaceId, name }: { workspaceId: string; name: string },
  wanted: unknown,
): Promise<SourceSettings> {
  const change = Change.safeParse(wanted)
  if (!change.success)
    throw badInput('source set: bad input', change.error.issues, (path) => options[path] ?? path)
  const [row] = await prisma.$queryRaw<{ settings: unknown }[]>`
    UPDATE source SET settings = settings || ${JSON.stringify(change.data)}::jsonb
    WHERE workspace_id = ${workspaceId}::uuid AND name = ${name} RETURNING settings`
  if (row) return SourceSettings.parse(row.settings)
  throw new AppError({
    code: 'bad_input',
    message: 'source set: no such source',
    tellUser: ({ setup }) => setup.noSource(name),
  })
}
