import { expect } from 'vitest'
import { event } from './answers.js'
import { send, type Stage } from './stage.js'

const dayMs = 24 * 3_600_000

/** How many answers wait, and how they will turn out. The old ones were given two days ago, and are bad. */
export const waiting = { bad: 60, fine: 40, old: 200 } as const

export const waitingQuestion = { key: 'mystery', title: 'How was it?' } as const

/** What the customer of a waiting answer is called; the bad ones come first, the newest of all first. */
export const waitingName = (n: number): string => `Waiting-${String(n).padStart(3, '0')}`

/** 300 answers that nobody can read yet: most of them are older than a day. */
export async function send300(stage: Stage, scores: { bad: number; fine: number }): Promise<void> {
  const feed = await stage.source('canonical')
  const now = Date.now()
  const { bad, fine, old } = waiting
  const deliveries = Array.from({ length: bad + fine + old }, (_, n) => {
    const isOld = n >= bad + fine
    const answeredAt = new Date(now - (isOld ? 2 * dayMs : 3_600_000) - n * 1_000)
    const score = n < bad || isOld ? scores.bad : scores.fine
    const id = `w-${n}`
    return event(feed, {
      score,
      question: waitingQuestion,
      responseId: id,
      deliveryId: `msg_${id}`,
      answeredAt,
      customer: { id, email: `${id}@customers.example`, name: waitingName(n) },
    })
  })
  const replies = await Promise.all(deliveries.map((delivery) => send(delivery)))
  expect(replies.every(({ status }) => status === 200)).toBe(true)
}
