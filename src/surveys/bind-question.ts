import { z } from 'zod'
import type { Binding as BindingRow, Question as QuestionRow } from '../database/prisma/client.js'
import { AppError, type Sentence } from '../errors.js'
import { idOf } from '../ids.js'
import { badInput, rule } from '../input-problem.js'
import { bindingOutbox } from '../queue/outbox.js'
import { lockSaying, questionIdOf, scaleOnly, type Db, type QuestionPlace } from './binding-store.js'
import { Direction, Metric, Programme, type Band, type Question, type Scale } from './question.js'
import { toQuestion } from './question-row.js'
import type { RaiseRecentDeps } from './raise-recent.js'
import { checkScale, defaultScale } from './scale.js'
import { workBinding, type BindingCounts } from './work-binding.js'

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

export type Binding = z.infer<typeof Binding>

export interface BindResult extends BindingCounts {
  questionId: string
  scale: Scale
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
  const { workspaceId, sourceName: name, by, now } = input
  const source = await deps.prisma.source.findFirst({ where: { workspaceId, name } })
  if (!source) throw incomplete(({ setup }) => setup.noSource(name))
  const place = { workspaceId, sourceId: source.id, key: binding.key }
  const declared = await deps.prisma.$transaction(async (tx) => {
    await lockSaying(tx, place)
    // Held as a job of it would be: if this process dies, one takes it up when the lease ends.
    return declare(tx, place, binding, { by: { id: null, name: by }, now, heldMs: bindingOutbox.leaseMs })
  })
  const counts = await workBinding(deps, declared.binding, now)
  return { questionId: declared.question.id, scale: declared.question, ...counts }
}

export interface Declaring {
  by: { id: string | null; name: string }
  now: number
  /** For how long nobody else works what follows; 0: a job may at once. */
  heldMs: number
}

/**
 * Writes what a question's numbers mean, and that its answers are to be scored. Run it in a transaction, under lockSaying.
 * @throws AppError bad_input naming the option, not_found when the workspace has no such source
 */
export async function declare(
  tx: Db,
  place: QuestionPlace,
  binding: Binding,
  { by, now, heldMs }: Declaring,
): Promise<{ question: Question; binding: BindingRow }> {
  const { workspaceId, sourceId, key } = place
  const id = questionIdOf(place)
  // The upsert goes by an id that is made of the source's: only this says whose it is.
  if ((await tx.source.count({ where: { id: sourceId, workspaceId } })) === 0) {
    throw new AppError({ code: 'not_found', message: 'question bind: no such source' })
  }
  const before = await tx.question.findFirst({ where: { id, workspaceId } })
  const scale = scaleOf(binding, before && toQuestion(before))
  const facts = { ...given(binding), boundBy: by.name, ...columnsOf(scale) }
  const at = new Date(now)
  const row = await tx.question.upsert({
    where: { id },
    create: { id, workspaceId, sourceId, key, createdAt: at, ...facts },
    update: facts,
  })
  await tx.ignoredQuestion.deleteMany({ where: { workspaceId, sourceId, key } })
  const said = await tx.binding.create({
    data: {
      id: idOf(id, 'binding', String(await tx.binding.count({ where: { questionId: id, workspaceId } }))),
      workspaceId,
      sourceId,
      questionKey: key,
      questionId: id,
      byId: by.id,
      byName: by.name,
      scale: scaleOnly(toQuestion(row)),
      meansElse: before !== null && meansElse(before, row),
      createdAt: at,
      nextTryAt: at,
      ...(heldMs > 0 && { leaseUntil: new Date(now + heldMs), attempts: 1 }),
    },
  })
  return { question: toQuestion(row), binding: said }
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
