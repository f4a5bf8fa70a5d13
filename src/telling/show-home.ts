import { z } from 'zod'
import { AppError } from '../errors.js'
import type { Job } from '../queue/job.js'
import type { Lease } from '../queue/lease.js'
import { homeOutbox } from '../queue/outbox.js'
import { workRow, type RowOutcome } from '../queue/work-row.js'
import { workspaceAsReadBy, type Person } from '../workspaces/person-settings.js'
import { readHome } from './home.js'
import { homesOf, pause, slotsOf } from './slots.js'
import type { CardJobDeps } from './telling.js'

type HomeJobDeps = Omit<CardJobDeps, 'bell'>

const HomeJob = z.object({ id: z.uuid() })

const noChatWaitMs = 60_000

/** Brings one person's home tab up to what they should see. Showing it twice does no harm. */
export function homeJob(deps: HomeJobDeps): Job<{ id: string }> {
  return {
    name: homeOutbox.job,
    schema: HomeJob,
    handle: ({ id }) => workRow(deps, homeOutbox, id, (lease) => show(deps, id, lease)),
  }
}

async function show(deps: HomeJobDeps, id: string, lease: Lease): Promise<RowOutcome> {
  const { prisma, clock } = deps
  const row = await prisma.homeView.findUniqueOrThrow({ where: { id } })
  const { workspaceId, personId } = row
  const port = await deps.chatOf(workspaceId)
  if ('absent' in port) return { waitUntil: clock() + noChatWaitMs, error: port.absent }
  const wait = await slotsOf(deps, row, lease).next(homesOf(workspaceId))
  if (wait !== null) return wait
  const now = clock()
  const [home, language] = await Promise.all([readHome(prisma, row, now), languageFor(deps, row)])
  try {
    await port.showHome({ personId, language }, home)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (error.retryAfterMs !== undefined) await pause(deps, [homesOf(workspaceId)], error.retryAfterMs)
    if (error.code !== 'not_found') throw error
    // The person left: nobody looks at it any more.
    await prisma.homeView.deleteMany({ where: { id, workspaceId } })
    return 'done'
  }
  await prisma.homeView.updateMany({
    where: { id, workspaceId, shownVersion: { lt: row.wantedVersion } },
    data: { shownVersion: row.wantedVersion, shownAt: new Date(now) },
  })
  return 'done'
}

async function languageFor({ prisma }: HomeJobDeps, person: Person): Promise<string> {
  return (await workspaceAsReadBy({ prisma }, person))?.language ?? 'en'
}
