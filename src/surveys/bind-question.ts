import { z } from 'zod'
import type { Question as QuestionRow } from '../database/prisma/client.js'
import { AppError, type Sentence } from '../errors.js'
import { idOf } from '../ids.js'
import { badInput, rule } from '../input-problem.js'
import { Direction, Metric, Programme, type Band, type Scale } from './question.js'
import { toQuestion } from './question-row.js'
import { raiseRecent, retellLoops, type RaiseRecentDeps } from './raise-recent.js'
import { checkScale, defaultScale } from './scale.js'
import { rescore } from './score-waiting.js'

const Range = z
  .string()
  .regex(/^\d+(-\d+)?$/, rule('band'))
  .transform((text): Band => {
    const [from = 0, to = from] = text.split('-').map(Number)
    return { from, to }
  })

/** What a person declares. What is not given stays as it is when the question is bound already. */
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
  programme: Programme.optional(),
})

type Binding = z.infer<typeof Binding>

export interface BindResult {
  questionId: string
  scale: Scale
  /** Answers that had waited for this binding, or that another one had scored. */
  scored: number
  quarantined: number
  /** Bad answers of the last day: each raises a card. Older ones are counted only. */
  raised: number
}

export interface BindInput {
  workspaceId: string
  sourceName: string
  binding: unknown
  by: string
  /** Epoch ms. */
  now: number
}

/**
 * Declares what a question's numbers mean, and scores the answers that waited for it. Declared anew, the answers that
 * were scored are scored again, bad ones of the last day raise a card that an earlier meaning denied them, and the cards
 * that stand are told the new meaning.
 * @throws AppError bad_input naming the option
 */
export async function bindQuestion(deps: RaiseRecentDeps, input: BindInput): Promise<BindResult> {
  const binding = parseBinding(input.binding)
  const source = await deps.prisma.source.findFirst({
    where: { workspaceId: input.workspaceId, name: input.sourceName },
  })
  if (!source) throw incomplete(({ setup }) => setup.noSource(input.sourceName))
  const id = idOf(source.id, 'question', binding.key)
  const before = await deps.prisma.question.findUnique({ where: { id } })
  const scale = scaleOf(binding, before && toQuestion(before))
  const facts = { ...given(binding), boundBy: input.by, ...columnsOf(scale) }
  const { workspaceId } = input
  const made = { id, workspaceId, sourceId: source.id, key: binding.key, createdAt: new Date(input.now) }
  const row = await deps.prisma.question.upsert({
    where: { id },
    create: { ...made, ...facts },
    update: facts,
  })
  const question = toQuestion(row)
  const counts = await rescore(deps, question)
  if (before && meansElse(before, row)) await retellLoops(deps, question, input.now)
  const raised = await raiseRecent(deps, question, input.now)
  return { questionId: id, scale, ...counts, raised }
}

function parseBinding(binding: unknown): Binding {
  const parsed = Binding.safeParse(binding)
  if (parsed.success) return parsed.data
  throw badInput('question bind: bad input', parsed.error.issues, (path) => `--${path}`)
}

/** What was not repeated stays as it was declared before; an empty text takes a fact back. */
function given({ title, survey, touchpoint, programme }: Binding) {
  return {
    ...(title !== undefined && { title: title || null }),
    ...(survey !== undefined && { survey: survey || null }),
    ...(touchpoint !== undefined && { touchpoint: touchpoint || null }),
    ...(programme !== undefined && { programme }),
  }
}

/** The scale as it is declared now; what is not given, cut-offs too, stays as it was for the same metric and ends. */
function scaleOf(binding: Binding, before: Scale | null): Scale {
  const bands = bandsOf(binding)
  const same = before?.metric === binding.metric ? before : null
  const ends = endsOf(binding, same)
  const kept = bands ?? (same !== null && hasEnds(same, ends) ? { good: same.good, bad: same.bad } : null)
  if (kept === null) return defaultScale(ends)
  const declared = { ...ends, ...kept }
  checkScale(declared)
  return declared
}

function bandsOf({ good, bad }: Binding): Pick<Scale, 'good' | 'bad'> | null {
  if (good && bad) return { good, bad }
  if (!good && !bad) return null
  const [one, other] = good ? (['--good', '--bad'] as const) : (['--bad', '--good'] as const)
  throw incomplete(({ setup }) => setup.question.otherBandNeeded(one, other))
}

type Ends = Pick<Scale, 'metric' | 'min' | 'max' | 'direction'>

const npsEnds = { min: 0, max: 10, direction: 'high_is_good' } as const

function endsOf({ metric, ...given }: Binding, same: Scale | null): Ends {
  const usual = same ?? (metric === 'nps' ? npsEnds : undefined)
  const { min = usual?.min, max = usual?.max, direction = usual?.direction } = given
  if (min === undefined || max === undefined) throw incomplete(({ setup }) => setup.question.endsNeeded())
  if (direction === undefined) {
    throw incomplete(({ setup }) => setup.question.directionNeeded())
  }
  return { metric, min, max, direction }
}

function hasEnds(scale: Ends, { min, max, direction }: Ends): boolean {
  return scale.min === min && scale.max === max && scale.direction === direction
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

/** Whether a number on a card would be shown as something else. */
function meansElse(before: QuestionRow, after: QuestionRow): boolean {
  const shown = (row: QuestionRow) => JSON.stringify(columnsOf(toQuestion(row)))
  return shown(before) !== shown(after)
}

function incomplete(tellUser: Sentence): AppError {
  return new AppError({ code: 'bad_input', message: 'question bind: bad input', tellUser })
}
