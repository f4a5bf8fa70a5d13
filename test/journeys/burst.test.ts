import { afterAll, describe, expect, it } from 'vitest'
import { wordsOf } from '../../src/demo/outsider/slack-person.js'
import { workALoop } from '../../src/demo/outsider/work-a-loop.js'
import { queueBackends } from '../support/redis.js'
import { killed, startProcess } from './process.js'
import { endLeases } from './product.js'
import { alertChannel, openStage, until, type Stage } from './stage.js'
import {
  channelOf,
  customers,
  lineWith,
  press,
  slowedDown,
  storm,
  wronglyTold,
  type Sent,
  type Told,
} from './storm.js'

/** What a survey tool waits for an answer: a promise, so it is asserted. */
const answerWithinMs = 3_000

const report: string[] = []
const say = (line: string): void => void report.push(line)
afterAll(() => process.stdout.write(`\n${report.join('\n')}\n\n`))

/** Until nothing is left to be told. */
async function allTold(stage: Stage): Promise<void> {
  const { pool } = stage.database.database
  await until(
    'everything to be told',
    async () => {
      const { rows } = await pool.query(
        `SELECT 1 FROM alert WHERE handled_version < version
         UNION ALL SELECT 1 FROM card_message WHERE shown_version < wanted_version
         UNION ALL SELECT 1 FROM burst WHERE shown_version < wanted_version LIMIT 1`,
      )
      return rows.length === 0 ? true : undefined
    },
    60_000,
  )
}

function tell(backend: string, sent: readonly Sent[], told: readonly Told[]): void {
  const slowest = Math.max(...sent.map(({ tookMs }) => tookMs))
  const cards = told.filter(({ kind }) => kind === 'card').length
  const summaries = told.filter(({ kind }) => kind === 'summary')
  const lines = summaries.map(({ names }) => names.length)
  const lastMs = Math.max(...told.map(({ at }) => at)) - Math.max(...sent.map(({ takenAt }) => takenAt))
  say(
    `${backend}: ${sent.length} answers, slowest acknowledged after ${slowest.toFixed(0)} ms; told by ${cards} cards ` +
      `and ${summaries.length} summaries (${lines.join(', ')}), the last ${(lastMs / 1000).toFixed(1)} s after the last answer`,
  )
}

// One after the other: bots, stand-ins and senders of two storms in one process would measure each other.
describe('200 unhappy customers within ten seconds, one of them critical', () => {
  it.each(queueBackends())(
    'all are acknowledged and told once, the critical one first; a line is opened, worked and closed (queue on %s)',
    async (backend) => {
      const stage = await openStage({ backend })
      try {
        const names = customers(200)
        const critical = names[150] ?? ''
        const feed = await stage.source('typeform')
        const sent = await storm(() => feed, names, { overMs: 9_500, critical })
        await allTold(stage)
        const told = await channelOf(stage, names)
        tell(backend, sent, told)

        expect(Math.max(...sent.map(({ tookMs }) => tookMs))).toBeLessThan(answerWithinMs)
        expect(wronglyTold(told, names)).toEqual([])
        expect(await slowedDown(stage)).toBe(0)
        expectCriticalFirst(backend, sent, told, critical)
        await openAndClose(stage, told, names)
      } finally {
        await stage.close()
      }
    },
    90_000,
  )
})

/** A card of its own, and hardly anything that came before it was told after its arrival and yet before it. */
function expectCriticalFirst(
  backend: string,
  sent: readonly Sent[],
  told: readonly Told[],
  critical: string,
): void {
  const takenAt = sent.find(({ name }) => name === critical)?.takenAt ?? 0
  const card = told.find(({ names }) => names.includes(critical))
  const ahead = told.filter(({ at }) => at > takenAt && at < (card?.at ?? 0)).length
  const waiting = sent.filter(
    (one) => one.takenAt < takenAt && (told.find(({ names }) => names.includes(one.name))?.at ?? 0) > takenAt,
  ).length
  say(
    `${backend}: the critical one stood ${(((card?.at ?? 0) - takenAt) / 1000).toFixed(1)} s after it was taken, ` +
      `${ahead} message(s) after it came; ${waiting} others waited by then`,
  )
  expect(card?.kind).toBe('card')
  expect(waiting).toBeGreaterThan(0)
  expect(ahead).toBeLessThanOrEqual(2)
}

/** From the summary alone. */
async function openAndClose(stage: Stage, told: readonly Told[], names: readonly string[]): Promise<void> {
  const summary = told.findLast(({ kind }) => kind === 'summary')
  const name = summary?.names.at(-1) ?? ''
  if (!summary) throw new Error('no summary')
  expect(await press(stage, summary.message, lineWith(summary.message, name))).toMatchObject({ acked: true })
  const card = await until('its card', async () =>
    (await channelOf(stage, names)).find((one) => one.kind === 'card' && one.names.includes(name)),
  )
  const worked = await workALoop(stage.ana, alertChannel, card.message.ts, () => undefined)
  expect(wordsOf(worked.card)).toContain('Closed')
  const line = await until('the line to say so', async () => {
    const now = (await stage.cards()).find(({ ts }) => ts === summary.message.ts)
    const found = now && lineWith(now, name)
    return found && JSON.stringify(found).includes('Closed') ? found : undefined
  })
  expect(line.accessory).toMatchObject({ url: expect.stringMatching(/^https:\/\//) as string })
  say(`opened from the summary, then pressed: ${worked.pressed.join(', ')}`)
}

describe('killed in the middle of a burst', () => {
  it.concurrent.each(queueBackends())(
    'and started again: all that was acknowledged is told once (queue on %s)',
    async (backend) => {
      const stage = await openStage({ backend, withoutBot: true })
      let running = await startProcess(stage.env)
      try {
        const names = customers(100)
        const base = await stage.source('typeform')
        const feed = () => ({ ...base, url: base.url.replace('http://127.0.0.1:0', running.url) })
        const sending = storm(feed, names, { overMs: 5_000, critical: names[60] ?? '' })
        await until(
          'a summary',
          async () =>
            (await channelOf(stage, names)).some(({ kind }) => kind === 'summary') ? true : undefined,
          40_000,
        )
        await killed(running.child)
        const before = await channelOf(stage, names)
        await endLeases(stage)
        running = await startProcess(stage.env)
        const sent = await sending
        await allTold(stage)
        const told = await channelOf(stage, names)
        tell(`${backend}, killed when ${before.length} messages stood`, sent, told)

        expect(wronglyTold(told, names)).toEqual([])
      } finally {
        await killed(running.child)
        await stage.close()
      }
    },
    90_000,
  )
})
