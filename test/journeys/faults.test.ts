import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { queueBackends, type QueueBackend } from '../support/redis.js'
import { meetAllFaults } from './fault-run.js'
import { faultNames, faults, type FaultName, type Seen } from './fault-scene.js'

/** Slack gives up on a click after 3 s, a survey tool on a webhook after 10 s or more. */
const ackMs = 3_000

const runs = new Map<QueueBackend, Map<FaultName, Seen>>()

beforeAll(async () => {
  const met = queueBackends().map(async (backend) => runs.set(backend, await meetAllFaults(backend)))
  await Promise.all(met)
}, 400_000)

function seenOf(backend: QueueBackend, name: FaultName): Seen {
  const seen = runs.get(backend)?.get(name)
  if (!seen) throw new Error(`${name} was not met`)
  return seen
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`
const listed = (texts: string[]): string => (texts.length === 0 ? '-' : texts.join(' / '))

/** One row for each fault, of what was read in the run. */
function tableOf(backend: QueueBackend): string {
  const rows = faultNames.map((name) => {
    const seen = seenOf(backend, name)
    const acks = seen.acks.map(({ acked, ms }) => (acked ? `${ms} ms` : 'NO ACK')).join(', ')
    const lines = seen.lines.reduce((sum, { thread }) => sum + thread.length, 0)
    return [
      `${name}`,
      `  user: webhook ${seen.status} in ${seen.webhookMs} ms; clicks answered in ${acks}; told ${listed(seen.ephemerals)}`,
      `        then ${seen.cards.channel.length} cards and ${lines} lines, each once, ${seconds(seen.lateMs)} after the fault ${operatorEnds.includes(name) ? 'was mended' : 'began'}`,
      `  operator, home channel: ${listed([...seen.home, ...seen.homeAfter])}`,
      `  operator, heard health: ${listed(seen.health)}`,
    ].join('\n')
  })
  return `\nFault -> what people see (queue on ${backend}, as read in this run)\n\n${rows.join('\n')}\n`
}

const operatorEnds: FaultName[] = ['channel archived', 'bot removed', 'token revoked']

afterAll(() => {
  for (const backend of runs.keys()) process.stdout.write(`${tableOf(backend)}\n`)
})

describe.each(queueBackends())('faults (queue on %s)', (backend) => {
  it.each(faultNames)('%s: nothing lost, nothing doubled, everybody answered in time', (name) => {
    const seen = seenOf(backend, name)
    expect(seen.status).toBe(200)
    expect(seen.webhookMs).toBeLessThan(ackMs)
    for (const { acked, ms } of seen.acks) {
      expect(acked).toBe(true)
      expect(ms).toBeLessThan(ackMs)
    }
    expect(seen.cards.database).toHaveLength(2)
    expect(seen.cards.channel).toEqual(seen.cards.database)
    for (const { thread, history } of seen.lines) expect(thread).toEqual(history)
    const kinds = seen.kinds.flat()
    expect(kinds.filter((kind) => kind === 'opened')).toHaveLength(2)
    expect(kinds.filter((kind) => kind === 'claimed')).toHaveLength(1)
    expect(seen.healthAfter).toEqual([])
  })

  it.each(['channel archived', 'bot removed'] as const)(
    '%s: told in the home channel once, with what to do, and once that it works again',
    (name) => {
      const { home, homeAfter, health } = seenOf(backend, name)
      const { channel } = faults[name]
      const todo = name === 'bot removed' ? '/invite @Heard' : 'Unarchive it'
      expect(home).toEqual([expect.stringContaining(todo)])
      expect(homeAfter).toEqual([expect.stringContaining(`The channel ${channel} works again`)])
      expect(health).toEqual([
        expect.stringContaining(`Delivery to channel ${channel}: refused for 0 min`),
        expect.stringMatching(new RegExp(`Channel ${channel}: (is_archived|not_in_channel)`)),
      ])
    },
  )

  it('token revoked: the one who clicks is told, and heard health says what to do', () => {
    const { home, homeAfter, health, ephemerals } = seenOf(backend, 'token revoked')
    expect(ephemerals).toEqual([expect.stringContaining('Slack does not accept the bot token')])
    expect(health).toEqual([
      expect.stringContaining('Delivery to Slack: refused for 0 min'),
      expect.stringContaining('Slack: Slack: token_revoked'),
    ])
    expect([...home, ...homeAfter]).toEqual([])
  })

  it.each(['HTTP 429', 'HTTP 500', 'slow', 'time-out', 'reply lost after commit'] as const)(
    '%s: passes by itself, and nobody is troubled',
    (name) => {
      const { ephemerals, home, homeAfter } = seenOf(backend, name)
      expect({ ephemerals, home, homeAfter }).toEqual({ ephemerals: [], home: [], homeAfter: [] })
    },
  )

  it.each(['duplicate event', 'double click'] as const)(
    '%s: one claim, one form, one record of the step, and no reproach',
    (name) => {
      const { forms, ephemerals, kinds } = seenOf(backend, name)
      expect(forms).toBe(1)
      expect(ephemerals).toEqual([])
      expect(kinds.flat().filter((kind) => kind === 'step_done')).toHaveLength(1)
    },
  )
})
