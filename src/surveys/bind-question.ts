import { z } from 'zod'
import { decideAlert } from '../alerts/rules.js'
import type { PrismaClient } from '../database/prisma/client.js'
import { AppError } from '../errors.js'
import { idOf } from '../ids.js'
import type { Bell } from '../queue/job.js'
import { Direction, Metric, Programme, type Band, type Scale } from './question.js'
import { checkScale, defaultScale } from './scale.js'

const Range = z
  .string()
  .regex(/^\d+(-\d+)?$/, 'must be a range like 4-5')
  .transform((text): Band => {
    const [from = 0, to = from] = text.split('-').map(Number)
    return { from, to }
  })

export const Binding = z.object({
  key: z.string().trim().min(1),
  metric: Metric,
  min: z.coerce.number().int().optional(),
  max: z.coerce.number().int().optional(),
  direction: Direction.optional(),
  good: Range.optional(),
  bad: Range.optional(),
  title: z.string().optional(),
  survey: z.string().optional(),
  touchpoint: z.string().optional(),
  programme: Programme.default('relational'),
})

export interface BindQuestionDeps {
  prisma: PrismaClient
  bell: Bell
}

export interface BindResult {
  questionId: string
  scale: Scale
  /** Answers that had waited for this binding. */
  scored: number
  quarantined: number
  /** Bad answers of the last day: each raises a card. Older ones are counted only. */
  raised: number
}

/** A card about an answer older than this would surprise its customer more than it helps. */
const tellWaitingForMs = 24 * 3_600_000

/**
 * Declares what a question's numbers mean, and scores the answers that waited for it.
 * @throws AppError bad_input naming the option
 */
export async function bindQuestion(
  deps: BindQuestionDeps,
  input: { workspaceId: string; sourceName: string; binding: unknown; by: string; now: number },
): Promise<BindResult> {
  const parsed = Binding.safeParse(input.binding)
  if (!parsed.success) {
    throw badInput(
      parsed.error.issues.map((issue) => `--${issue.path.join('.')}: ${issue.message}`).join('\n'),
    )
  }
  const binding = parsed.data
  const scale = scaleOf(binding)
  const source = await deps.prisma.source.findFirst({
    where: { workspaceId: input.workspaceId, name: input.sourceName },
  })
  if (!source)
    throw badInput(`There is no source named "${input.sourceName}". List them: npm run heard -- source list`)
  const id = idOf(source.id, 'question', binding.key)
  const facts = {
    title: binding.title ?? null,
    survey: binding.survey ?? null,
    touchpoint: binding.touchpoint ?? null,
    programme: binding.programme,
    boundBy: input.by,
    ...columnsOf(scale),
  }
  await deps.prisma.question.upsert({
    where: { id },
    create: {
      id,
      workspaceId: input.workspaceId,
      sourceId: source.id,
      key: binding.key,
      createdAt: new Date(input.now),
      ...facts,
    },
    update: facts,
  })
  const counts = await scoreWaiting(deps, id, source.id, binding.key, scale)
  const raised = await raiseRecent(deps, { ...input, questionId: id, scale })
  return { questionId: id, scale, ...counts, raised }
}

function scaleOf(binding: z.infer<typeof Binding>): Scale {
  const isNps = binding.metric === 'nps'
  const min = binding.min ?? (isNps ? 0 : undefined)
  const max = binding.max ?? (isNps ? 10 : undefined)
  const direction = binding.direction ?? (isNps ? 'high_is_good' : undefined)
  if (min === undefined || max === undefined)
    throw badInput('--min and --max are needed: the two ends of the scale.')
  if (direction === undefined) {
    throw badInput(
      '--direction is needed: is the highest number the good end ("made it easy": high_is_good) or the bad end ("how much effort": low_is_good)?',
    )
  }
  const { metric, good, bad } = binding
  if (good && bad) {
    const declared = { metric, min, max, direction, good, bad }
    checkScale(declared)
    return declared
  }
  return defaultScale({ metric, min, max, direction })
}

function columnsOf(scale: Scale) {
  const { metric, min, max, direction, good, bad } = scale
  return {
    metric,
    min,
    max,
    direction,
    goodFrom: good.from,
    goodTo: good.to,
    badFrom: bad.from,
    badTo: bad.to,
  }
}

async function scoreWaiting(
  deps: BindQuestionDeps,
  questionId: string,
  sourceId: string,
  key: string,
  scale: Scale,
) {
  // Answers being written at this moment may not have seen the binding: wait for them, then score them with the rest.
  // Later ones see it themselves.
  await deps.prisma.$executeRaw`DO $$ BEGIN LOCK TABLE response IN SHARE ROW EXCLUSIVE MODE; END $$`
  const outside = `the number is outside ${scale.min}-${scale.max}`
  const rows = await deps.prisma.$queryRaw<{ state: string; n: bigint }[]>`
    WITH changed AS (
      UPDATE response SET question_id = ${questionId}::uuid,
        state = CASE WHEN score = trunc(score) AND score BETWEEN ${scale.min} AND ${scale.max}
          THEN 'scored' ELSE 'quarantined' END,
        reason = CASE WHEN score <> trunc(score) THEN 'the number is not a whole one'
          WHEN score NOT BETWEEN ${scale.min} AND ${scale.max} THEN ${outside} END
      WHERE source_id = ${sourceId}::uuid AND question_key = ${key}
      RETURNING state)
    SELECT state, count(*) AS n FROM changed GROUP BY state`
  const count = (state: string) => Number(rows.find((row) => row.state === state)?.n ?? 0)
  return { scored: count('scored'), quarantined: count('quarantined') }
}

async function raiseRecent(
  deps: BindQuestionDeps,
  input: { workspaceId: string; questionId: string; scale: Scale; now: number },
): Promise<number> {
  const since = new Date(input.now - tellWaitingForMs)
  const responses = await deps.prisma.response.findMany({
    where: { questionId: input.questionId, state: 'scored', backfill: false, answeredAt: { gte: since } },
    select: { id: true, score: true, version: true },
  })
  const at = new Date(input.now)
  const alerts = responses.flatMap((response) => {
    const decided = decideAlert(input.scale, response.score)
    if (!decided) return []
    const id = idOf(response.id, 'alert')
    return [
      {
        id,
        workspaceId: input.workspaceId,
        responseId: response.id,
        ...decided,
        version: response.version,
        createdAt: at,
        nextTryAt: at,
      },
    ]
  })
  const made = await deps.prisma.alert.createMany({ data: alerts, skipDuplicates: true })
  await deps.bell.ring(alerts.map((alert) => ({ job: 'alert', id: alert.id })))
  return made.count
}

function badInput(tellUser: string): AppError {
  return new AppError({ code: 'bad_input', message: 'question bind: bad input', tellUser })
}
