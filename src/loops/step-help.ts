import { z } from 'zod'
import type { Messages } from '../messages/messages.js'
import { cardAnswer } from './answer-view.js'
import { Cause } from './heard-fields.js'
import { Outcome, type Loop, type Step } from './loop.js'
import type { Db } from './store.js'

const mostScores = 5
/** How far back loops are looked at for their causes. */
const causeDays = 90
const dayMs = 24 * 3_600_000

const Segments = z.record(z.string(), z.string()).catch({})

/** What Heard knows that helps with these steps, as text for the form. */
export async function readStepHelp(
  db: Db,
  loop: Loop,
  steps: readonly Step[],
  messages: Messages,
  now: number,
): Promise<Partial<Record<Step, string>>> {
  const { help } = messages.forms
  const customer = await customerOf(db, loop)
  const known: Partial<Record<Step, string>> = {}
  if (steps.includes('hear')) known.hear = await helpToHear(db, loop, customer, messages)
  if (steps.includes('apologize')) {
    known.apologize = `${help.apologyTitle}\n${help.apology(customer?.name ?? null)}`
  }
  if (steps.includes('diagnose')) known.diagnose = await causesOfSimilar(db, loop, messages, now)
  return known
}

interface Known {
  id: string
  name: string | null
  email: string | null
  externalId: string | null
}

function customerOf(db: Db, { customerId, workspaceId }: Loop): Promise<Known | null> {
  if (customerId === null) return Promise.resolve(null)
  return db.customer.findFirst({ where: { id: customerId, workspaceId } })
}

async function helpToHear(
  db: Db,
  loop: Loop,
  customer: Known | null,
  { forms, card }: Messages,
): Promise<string> {
  const { help } = forms
  const segments = (await segmentsOf(db, loop)).map(([name, value]) => help.segment(name, value))
  const names = customer === null ? [] : [customer.name, customer.email, customer.externalId]
  const account = [...names.filter((name) => name !== null), ...segments]
  const lines = account.length > 0 ? [help.account(account)] : []
  if (customer === null) return [...lines, help.anonymous].join('\n')
  const [scores, loops] = await Promise.all([
    pastScores(db, loop, customer.id, { help, card }),
    earlierLoops(db, loop, customer.id, forms),
  ])
  return [...lines, scores, loops].join('\n')
}

async function segmentsOf(db: Db, { workspaceId, id }: Loop): Promise<[string, string][]> {
  const newest = await db.alert.findFirst({
    where: { workspaceId, loopId: id },
    orderBy: { response: { answeredAt: 'desc' } },
    select: { response: { select: { segments: true } } },
  })
  return Object.entries(Segments.parse(newest?.response.segments ?? {}))
}

async function pastScores(
  db: Db,
  loop: Loop,
  customerId: string,
  { help, card }: { help: Messages['forms']['help']; card: Messages['card'] },
): Promise<string> {
  const past = await db.response.findMany({
    where: {
      workspaceId: loop.workspaceId,
      customerId,
      state: 'scored',
      questionId: { not: null },
      OR: [{ alert: null }, { alert: { loopId: { not: loop.id } } }],
    },
    orderBy: { answeredAt: 'desc' },
    take: mostScores,
    include: { question: true },
  })
  const told = past.flatMap(({ question, ...response }) =>
    question === null
      ? []
      : [help.pastScore(card.meaning(cardAnswer(response, question)), dayOf(response.day))],
  )
  return told.length === 0 ? help.noPastScores : help.pastScores(told)
}

async function earlierLoops(
  db: Db,
  loop: Loop,
  customerId: string,
  words: Messages['forms'],
): Promise<string> {
  const where = { workspaceId: loop.workspaceId, customerId, id: { not: loop.id } }
  const [count, last] = await Promise.all([
    db.loop.count({ where }),
    db.loop.findFirst({ where, orderBy: { openedAt: 'desc' }, include: { steps: true } }),
  ])
  if (last === null) return words.help.noEarlierLoops
  const diagnosed = last.steps.find(({ step }) => step === 'diagnose')?.record
  const cause = z.object({ cause: z.string() }).safeParse(diagnosed).data?.cause ?? null
  return words.help.earlierLoops(count, {
    day: dayOf(last.closedAt ?? last.openedAt),
    outcome: Outcome.safeParse(last.outcome).data ?? null,
    cause: cause === null ? null : words.option('cause', cause),
  })
}

/** Loops are alike when an answer to the same question opened them. */
async function causesOfSimilar(db: Db, loop: Loop, { forms: words }: Messages, now: number): Promise<string> {
  const since = new Date(now - causeDays * dayMs)
  const rows = await db.$queryRaw<{ cause: string; count: number }[]>`
    SELECT s.record->>'cause' AS cause, count(*)::int AS count
    FROM loop_step s
    WHERE s.workspace_id = ${loop.workspaceId}::uuid AND s.step = 'diagnose' AND s.at >= ${since}
      AND s.loop_id <> ${loop.id}::uuid AND s.record ? 'cause'
      AND EXISTS (
        SELECT 1 FROM alert a JOIN response r ON r.id = a.response_id
        WHERE a.loop_id = s.loop_id AND r.question_id IN (
          SELECT own_r.question_id FROM alert own JOIN response own_r ON own_r.id = own.response_id
          WHERE own.loop_id = ${loop.id}::uuid))
    GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 3`
  if (rows.length === 0) return words.help.noCauses(causeDays)
  const named = rows.map(({ cause, count }) => ({
    cause: Cause.safeParse(cause).success ? words.option('cause', cause) : cause,
    count,
  }))
  return words.help.causes(named, causeDays)
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10)
}
