import { z } from 'zod'
import type { PrismaClient } from '../database/prisma/client.js'
import { AppError } from '../errors.js'
import type { NewId } from '../ids.js'
import { badInput, rule } from '../input-problem.js'

export const RouteInput = z.object({
  channel: z.string().regex(/^[A-Z0-9]{2,}$/, rule('channel_id')),
  metric: z.enum(['nps', 'csat', 'ces']).optional(),
  severity: z.enum(['normal', 'critical']).optional(),
  survey: z.string().min(1).optional(),
  source: z.string().min(1).optional(),
})

export interface RouteLine {
  position: number
  channel: string
  metric: string | null
  severity: string | null
  survey: string | null
  source: string | null
}

/**
 * Says which channel hears about which alerts. The same conditions again change the channel; new ones are put before
 * every route with fewer conditions, so that the more exact route wins without anybody counting positions.
 * @throws AppError bad_input naming the option
 */
export async function setRoute(
  deps: { prisma: PrismaClient; newId: NewId },
  workspaceId: string,
  input: unknown,
  now: number,
): Promise<RouteLine> {
  const parsed = RouteInput.safeParse(input)
  if (!parsed.success) {
    throw badInput('route set: bad input', parsed.error.issues, (path) => `--${path}`)
  }
  const { channel, source, ...rest } = parsed.data
  const sourceId = source === undefined ? null : await sourceIdOf(deps, workspaceId, source)
  const when = {
    metric: rest.metric ?? null,
    severity: rest.severity ?? null,
    survey: rest.survey ?? null,
    sourceId,
  }
  const conditions = Object.values(when).filter((value) => value !== null).length
  const position = 100 - conditions
  const existing = await deps.prisma.route.findFirst({ where: { workspaceId, ...when } })
  if (existing) await deps.prisma.route.update({ where: { id: existing.id }, data: { channel } })
  else {
    await deps.prisma.route.create({
      data: { id: deps.newId(now), workspaceId, position, channel, createdAt: new Date(now), ...when },
    })
  }
  return {
    position,
    channel,
    metric: when.metric,
    severity: when.severity,
    survey: when.survey,
    source: source ?? null,
  }
}

async function sourceIdOf(
  deps: { prisma: PrismaClient },
  workspaceId: string,
  name: string,
): Promise<string> {
  const source = await deps.prisma.source.findFirst({ where: { workspaceId, name } })
  if (!source) throw noSource(name)
  return source.id
}

export async function listRoutes(deps: { prisma: PrismaClient }, workspaceId: string): Promise<RouteLine[]> {
  const [routes, sources] = await Promise.all([
    deps.prisma.route.findMany({
      where: { workspaceId },
      orderBy: [{ position: 'asc' }, { createdAt: 'asc' }],
    }),
    deps.prisma.source.findMany({ where: { workspaceId }, select: { id: true, name: true } }),
  ])
  const names = new Map(sources.map((source) => [source.id, source.name]))
  return routes.map((route) => ({
    position: route.position,
    channel: route.channel,
    metric: route.metric,
    severity: route.severity,
    survey: route.survey,
    source: route.sourceId === null ? null : (names.get(route.sourceId) ?? '?'),
  }))
}

function noSource(name: string): AppError {
  return new AppError({
    code: 'bad_input',
    message: 'route set: no such source',
    tellUser: ({ setup }) => setup.noSource(name),
  })
}
