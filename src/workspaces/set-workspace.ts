import { IANAZone } from 'luxon'
import { z } from 'zod'
import type { PrismaClient } from '../database/prisma/client.js'
import { AppError } from '../errors.js'
import { languages } from '../messages/messages.js'
import { badInput, rule } from '../input-problem.js'
import { BusinessHours, type Workspace } from './workspace.js'
import { moveDays } from './move-days.js'
import { workspaceById } from './store.js'

export const WorkspaceChange = z.object({
  name: z.string().trim().min(1).max(100).optional(),
  timeZone: z
    .string()
    .refine((zone) => IANAZone.isValidZone(zone), rule('time_zone'))
    .optional(),
  language: z.enum(languages).optional(),
  homeChannel: z.string().trim().min(1).max(100).optional(),
  hours: BusinessHours.refine((hours) => hours.from < hours.to, rule('hours_order')).optional(),
})
export type WorkspaceChange = z.infer<typeof WorkspaceChange>

/**
 * Changes what a workspace is set to. A new time zone moves the days of the answers that are there: see moveDays. Given
 * again, it finishes what was cut short.
 * @throws AppError bad_input naming the field
 */
export async function setWorkspace(
  deps: { prisma: PrismaClient },
  workspaceId: string,
  change: unknown,
): Promise<Workspace> {
  const parsed = WorkspaceChange.safeParse(change)
  if (!parsed.success) {
    throw badInput('workspace set: bad input', parsed.error.issues, optionOf)
  }
  const { data } = parsed
  await deps.prisma.workspace.update({ where: { id: workspaceId }, data })
  if (data.timeZone) await moveDays(deps, workspaceId)
  const changed = await workspaceById(deps, workspaceId)
  if (!changed)
    throw new AppError({
      code: 'not_found',
      message: 'no such workspace',
      tellUser: ({ setup }) => setup.noWorkspace(),
    })
  return changed
}

/** "timeZone" is `--time-zone` on the command line. */
function optionOf(path: string): string {
  const [field = ''] = path.split('.')
  return `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}
