import type { Home, HomeLoop } from '../chat/views.js'
import type { Prisma } from '../database/prisma/client.js'
import { cardAnswer } from '../loops/answer-view.js'
import { actionsOf } from '../loops/card.js'
import type { Loop } from '../loops/loop.js'
import { toLoop } from '../loops/loop-rows.js'
import type { Db } from '../loops/store.js'

/** Loops that one list shows, and that are looked at for which are the most urgent. */
const shown = 15
const lookedAt = 200

/** What a person's home tab shows. */
export async function readHome(
  db: Db,
  { workspaceId, personId }: { workspaceId: string; personId: string },
  now: number,
): Promise<Home> {
  const open = { workspaceId, status: { not: 'closed' } }
  const others = { ...open, OR: [{ ownerId: null }, { ownerId: { not: personId } }] }
  const own = { ...open, ownerId: personId }
  const [mine, team, mineCount, teamCount] = await Promise.all([
    openLoops(db, own),
    openLoops(db, others),
    db.loop.count({ where: own }),
    db.loop.count({ where: others }),
  ])
  const view = (rows: OpenLoop[]): Promise<HomeLoop[]> => {
    const urgent = rows.map((row) => ({ row, due: dueOf(row.loop, now) })).sort(byUrgency)
    return describe(db, workspaceId, personId, urgent.slice(0, shown))
  }
  return { mine: await view(mine), team: await view(team), mineCount, teamCount }
}

interface OpenLoop {
  loop: Loop
  card: HomeLoop['card']
}
interface Urgent {
  row: OpenLoop
  due: HomeLoop['due']
}

async function openLoops(db: Db, where: Prisma.LoopWhereInput): Promise<OpenLoop[]> {
  const rows = await db.loop.findMany({
    where,
    orderBy: [{ ownerId: { sort: 'asc', nulls: 'first' } }, { firstContactDueAt: 'asc' }, { id: 'asc' }],
    take: lookedAt,
    include: { steps: true, card: { select: { channel: true, messageId: true } } },
  })
  return rows.map(({ steps, card, ...row }) => ({
    loop: toLoop(row, steps),
    card: card?.messageId ? { channel: card.channel, messageId: card.messageId } : null,
  }))
}

/** First contact until the customer was heard, then the resolution. Only waiting for the customer stops the clocks. */
function dueOf(loop: Loop, now: number): HomeLoop['due'] {
  const isHeard = loop.steps.hear !== undefined
  const at = isHeard ? loop.resolutionDueAt : loop.firstContactDueAt
  return {
    what: isHeard ? 'resolution' : 'first_contact',
    at,
    isOver: at <= now && loop.status !== 'waiting',
  }
}

function isPaused({ status }: Loop): boolean {
  return status === 'waiting' || status === 'snoozed'
}

/** Those that nobody has come first, those that wait for something last; between them what is due first. */
function byUrgency(a: Urgent, b: Urgent): number {
  const rank = ({ row: { loop } }: Urgent): number => (loop.owner === null ? 0 : isPaused(loop) ? 2 : 1)
  return rank(a) - rank(b) || a.due.at - b.due.at
}

async function describe(
  db: Db,
  workspaceId: string,
  personId: string,
  urgent: readonly Urgent[],
): Promise<HomeLoop[]> {
  const loopIds = urgent.map(({ row }) => row.loop.id)
  const customerIds = urgent.flatMap(({ row }) => row.loop.customerId ?? [])
  const [alerts, customers] = await Promise.all([
    db.alert.findMany({
      where: {
        workspaceId,
        loopId: { in: loopIds },
        response: { state: { in: ['scored', 'unscored', 'withdrawn'] } },
      },
      orderBy: { response: { answeredAt: 'desc' } },
      include: { response: { include: { question: true } } },
    }),
    db.customer.findMany({ where: { workspaceId, id: { in: customerIds } } }),
  ])
  return urgent.map(({ row: { loop, card }, due }): HomeLoop => {
    const answers = alerts.filter(({ loopId }) => loopId === loop.id).map(({ response }) => response)
    const counts = answers.find(({ state }) => state !== 'withdrawn')
    const newest = counts ?? answers[0]
    const customer = customers.find(({ id }) => id === loop.customerId)
    // What only the card's menu offers does not matter here.
    const standing = { counts: counts !== undefined || newest === undefined, takenOutByPerson: false }
    const mayAct = loop.owner === null || loop.owner.id === personId
    return {
      loopId: loop.id,
      status: loop.status,
      severity: loop.severity,
      customer: customer ? (customer.name ?? customer.email ?? customer.externalId) : null,
      answer:
        newest && (newest.question || newest.score === null) ? cardAnswer(newest, newest.question) : null,
      owner: loop.owner,
      due,
      action: mayAct ? actionsOf(loop, standing).primary : null,
      card,
    }
  })
}
