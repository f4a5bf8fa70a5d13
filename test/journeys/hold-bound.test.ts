import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Feed } from '../../src/demo/outsider/deliveries.js'
import { wordsOf } from '../../src/demo/outsider/slack-person.js'
import { setSource } from '../../src/surveys/set-source.js'
import { canonicalEvent } from './answers.js'
import { asking, choose, openBinding, save } from './bind-hands.js'
import { openStage, send, until, type Stage } from './stage.js'

const holdSeconds = 600

let stage: Stage
let feed: Feed
beforeAll(async () => {
  stage = await openStage()
  feed = await stage.source('canonical', 'surveys')
  const named = { workspaceId: stage.workspaceId, name: 'surveys' }
  await setSource(stage.database.database, named, { holdSeconds })
})
afterAll(() => stage.close())

async function answered(name: string, over: Record<string, unknown> = {}): Promise<void> {
  const now = new Date(stage.now())
  const body = {
    type: 'response.answered',
    id: name,
    question: { key: 'mystery', title: 'How was it?' },
    score: 6,
    version: 1,
    answered_at: now.toISOString(),
    customer: { id: name, name },
    ...over,
  }
  expect((await send(canonicalEvent(feed, body, now))).status).toBe(200)
}

it('answers that waited for their question are held for what is left of the hold since they came', async () => {
  await answered('Early Ada')
  stage.passTime((holdSeconds + 60) * 1_000)
  await answered('Late Lea')
  const form = await choose(
    stage.ana,
    await openBinding(stage.ana, await asking(stage.ana, /What do these numbers mean/)),
    'ces',
  )
  const scale = { min: '1', max: '7', direction: 'low_is_good' }
  expect(await save(stage.ana, form, scale)).toMatchObject({ acked: true })

  await asking(stage.ana, /2 bad ones of the last day raise a card/)
  const names = async () => (await stage.cards()).map((card) => /Early Ada|Late Lea/.exec(wordsOf(card))?.[0])
  await until('the card of the early one', async () => ((await names()).length > 0 ? true : undefined))

  stage.passTime((holdSeconds - 300) * 1_000)
  // What comes meanwhile joins the one card.
  await answered('Late Lea', { version: 2, comment: 'I had to ask twice.' })
  const late = await stage.database.database.prisma.alert.findMany({ where: { loopId: null } })
  expect(late).toHaveLength(1)
  expect(await names()).toEqual(['Early Ada'])

  stage.passTime(301_000)
  const card = await until('the card of the late one', async () => (await stage.cards())[1])
  await stage.settled(2)
  expect(await names()).toEqual(['Early Ada', 'Late Lea'])
  expect(wordsOf(card)).toContain('I had to ask twice.')
})
