import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Delivery, Feed } from '../../src/demo/outsider/deliveries.js'
import { wordsOf } from '../../src/demo/outsider/slack-person.js'
import { setSource } from '../../src/surveys/set-source.js'
import { canonicalEvent } from './answers.js'
import { alertChannel, openStage, send, until, type Stage } from './stage.js'

let stage: Stage
let feed: Feed
beforeAll(async () => {
  stage = await openStage()
  feed = await stage.source('canonical', 'surveys')
  const named = { workspaceId: stage.workspaceId, name: 'surveys' }
  expect(await setSource(stage.database.database, named, { holdSeconds: 90 })).toMatchObject({
    holdSeconds: 90,
  })
})
afterAll(() => stage.close())

function answered(id: string, version: number, score: number, comment?: string): Delivery {
  const now = new Date(stage.now())
  const body = {
    type: 'response.answered',
    id,
    question: { key: 'recommend' },
    metric: 'nps',
    scale: { min: 0, max: 10, direction: 'high_is_good' },
    score,
    version,
    comment,
    answered_at: now.toISOString(),
    customer: { id: `c-${id}` },
  }
  return canonicalEvent(feed, body, now)
}

function deleted(id: string): Delivery {
  const now = new Date(stage.now())
  const event = { type: 'response.deleted', id, deleted_at: now.toISOString(), version: 9 }
  return canonicalEvent(feed, event, now)
}

async function taken(...deliveries: Delivery[]): Promise<void> {
  for (const delivery of deliveries) expect((await send(delivery)).status).toBe(200)
}

/** Alerts that were not worked yet. */
const held = () =>
  stage.database.database.prisma.alert.count({
    where: { loopId: null, handledVersion: -1, version: { gt: -1 } },
  })

it('what comes while a card is held is joined in it; what is withdrawn or bettered meanwhile raises none', async () => {
  await taken(answered('h-1', 1, 1), answered('h-2', 1, 5), answered('h-3', 1, 4), answered('h-4', 1, 6))
  expect(await held()).toBe(4)

  stage.passTime(30_000)
  await taken(answered('h-1', 2, 3, 'Nobody called back.'), deleted('h-2'), answered('h-3', 2, 9))

  await until('the two that need nobody to be settled', async () => ((await held()) === 2 ? true : undefined))
  expect(await stage.cards()).toEqual([])

  // A restart forgets nothing: the wait is a time in the alert's row.
  await stage.stopBot()
  await stage.startBot()
  stage.passTime(61_000)

  const cards = await until('the cards', async () => {
    const found = await stage.cards()
    return found.length === 2 ? found : undefined
  })
  await stage.settled(2)
  const [joined] = cards.filter(({ text }) => text.includes('NPS 3'))
  expect(joined && wordsOf(joined)).toContain('Nobody called back.')
  expect(cards.map(({ text }) => /NPS \d/.exec(text)?.[0]).toSorted()).toEqual(['NPS 3', 'NPS 6'])
  const threads = (await stage.ana.messages(alertChannel)).filter(
    ({ thread_ts, ts }) => thread_ts && thread_ts !== ts,
  )
  expect(threads).toEqual([])
})

it('a card that stands is told at once, and critical answers need not wait', async () => {
  const url = new URL(feed.url)
  url.host = new URL(stage.heard.url ?? '').host
  feed = { ...feed, url: url.href }

  await taken(answered('h-4', 2, 5, 'Still waiting.'))
  await until('the comment on the card', async () =>
    (await stage.cards()).some((card) => wordsOf(card).includes('Still waiting.')) ? true : undefined,
  )

  const named = { workspaceId: stage.workspaceId, name: 'surveys' }
  await setSource(stage.database.database, named, { holdCritical: false })
  stage.passTime(1_001)
  await taken(answered('h-5', 1, 4), answered('h-6', 1, 0))
  await until('the critical card', async () => ((await stage.cards()).length === 3 ? true : undefined))
  expect((await stage.cards()).at(-1)?.text).toContain('NPS 0')
  expect(await held()).toBe(1)
})
