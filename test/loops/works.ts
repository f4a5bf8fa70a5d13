import { alertJob } from '../../src/alerts/raise.js'
import type { Database } from '../../src/database/database.js'
import { newUuid } from '../../src/ids.js'
import { openLog } from '../../src/logging/log.js'
import { buildLoopDesk } from '../../src/loops/loop-desk.js'
import { noticeJob } from '../../src/telling/notices.js'
import { burstJob } from '../../src/telling/tell-burst.js'
import { homeJob } from '../../src/telling/show-home.js'
import { cardJob } from '../../src/telling/tell.js'
import type { Bell, JobOutcome, Ring } from '../../src/queue/job.js'
import { outboxes } from '../../src/queue/outbox.js'
import { buildQuestionDesk } from '../../src/surveys/build-question-desk.js'
import { bindingJob } from '../../src/surveys/work-binding.js'
import { t0 } from './sample-loop.js'
import { tinyChat, type TinyChat } from './tiny-chat.js'

export interface Works {
  chat: TinyChat
  rings: Ring[]
  /** Epoch ms; the tests move it. */
  now: number
  alert(id: string): Promise<JobOutcome>
  card(id: string): Promise<JobOutcome>
  notice(id: string): Promise<JobOutcome>
  burst(id: string): Promise<JobOutcome>
  binding(id: string): Promise<JobOutcome>
  /** As the sweep and the queue do: works whatever is due, moving the clock, until `forMs` have passed. */
  settle(forMs?: number): Promise<void>
  desk: ReturnType<typeof buildLoopDesk>
  questions: ReturnType<typeof buildQuestionDesk>
}

/** How far the clock moves at least. */
const stepMs = 500

/** The jobs and the desk on a real database, an in-memory chat and a clock of the test's own. */
export function buildWorks({ pool, prisma }: Database): Works {
  const rings: Ring[] = []
  const bell: Bell = {
    async ring(more) {
      rings.push(...more)
    },
  }
  const clock = (): number => works.now
  const chat = tinyChat(clock)
  const log = openLog('silent')
  const deps = { pool, prisma, bell, clock, log, newId: newUuid, random: () => 0.5, chatOf: async () => chat }
  const jobs = {
    alert: alertJob(deps),
    card: cardJob(deps),
    notice: noticeJob(deps),
    burst: burstJob(deps),
    home: homeJob(deps),
    binding: bindingJob(deps),
  }

  async function sweep(): Promise<number> {
    let worked = 0
    for (const outbox of outboxes) {
      const { rows } = await pool.query<{ id: string }>(
        `SELECT id FROM ${outbox.table} WHERE ${outbox.due} AND next_try_at <= $1
           AND (lease_until IS NULL OR lease_until <= $1) ORDER BY next_try_at, id`,
        [new Date(works.now)],
      )
      for (const { id } of rows) await jobs[outbox.job as keyof typeof jobs].handle({ id })
      worked += rows.length
    }
    return worked
  }

  /** When there is something to do again: nothing happens before. */
  async function nextDue(): Promise<Date | null> {
    const each = outboxes.map(
      ({ table, due }) => `SELECT greatest(next_try_at, lease_until) AS at FROM ${table} WHERE ${due}`,
    )
    const { rows } = await pool.query<{ at: Date | null }>(
      `SELECT min(at) AS at FROM (${each.join(' UNION ALL ')}) AS rows`,
    )
    return rows[0]?.at ?? null
  }

  const works: Works = {
    chat,
    rings,
    now: t0,
    alert: (id) => jobs.alert.handle({ id }),
    card: (id) => jobs.card.handle({ id }),
    notice: (id) => jobs.notice.handle({ id }),
    burst: (id) => jobs.burst.handle({ id }),
    binding: (id) => jobs.binding.handle({ id }),
    async settle(forMs = 30_000) {
      const began = works.now
      const steps = Math.floor(forMs / stepMs)
      for (let step = 0; step <= steps; works.now = began + step * stepMs) {
        while ((await sweep()) > 0) continue
        const due = await nextDue()
        const ahead = due === null ? steps + 1 : Math.ceil((due.getTime() - began) / stepMs)
        step = Math.min(Math.max(step + 1, ahead), steps + 1)
      }
    },
    desk: buildLoopDesk({ prisma, bell, clock }),
    questions: buildQuestionDesk({ prisma, bell, clock }),
  }
  return works
}
