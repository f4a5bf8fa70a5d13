import { afterEach, describe, expect, it } from 'vitest'
import { wordsOf, type SlackMessage } from '../../src/demo/outsider/slack-person.js'
import { people } from '../../src/demo/slack-seed.js'
import { messagesFor } from '../../src/messages/messages.js'
import { queueBackends, type QueueBackend } from '../support/redis.js'
import { openAcme, replayed, wordsOfPerson, type AcmeDelivery, type AcmeFeed } from './acme-feed.js'
import { handsOf } from './hands.js'
import { alertChannel, openStage, until, type Stage } from './stage.js'

const { action } = messagesFor('en').card

let stage: Stage
let acme: AcmeFeed
afterEach(async () => {
  await stage.close()
  await acme.close()
})

/** The file names a rating that is there, and is another question's. */
async function openWrong(backend: QueueBackend): Promise<void> {
  stage = await openStage({ backend })
  acme = await openAcme(stage, 'result.ratings[name = "speed"].points')
}

async function post(...deliveries: AcmeDelivery[]): Promise<void> {
  for (const delivery of deliveries) expect(await acme.post(delivery)).toBe(200)
}

const all = () => acme.heard(...replayed, '--all')

/** Everything that stands in the channel, lines of threads included. */
const channel = () => stage.ana.messages(alertChannel)

async function cardOf(n: number): Promise<SlackMessage | undefined> {
  return (await stage.cards()).find((card) => wordsOf(card).includes(wordsOfPerson(n)))
}

async function threadOf(n: number): Promise<string[]> {
  const card = await cardOf(n)
  const messages = await channel()
  return messages
    .filter(({ ts, thread_ts: thread }) => thread === card?.ts && ts !== thread)
    .map(({ text }) => text)
}

/** What is stored of every answer, by its key. */
async function stored(): Promise<Record<string, [string, number | null]>> {
  const rows = await stage.database.database.prisma.response.findMany({ orderBy: { responseKey: 'asc' } })
  return Object.fromEntries(rows.map(({ responseKey, state, score }) => [responseKey, [state, score]]))
}

/** How many answers count, and the sum of their numbers. */
async function counted(): Promise<[number, number]> {
  const n = `FROM score_count WHERE dimension = ''`
  return [
    await acme.count(`FROM (SELECT generate_series(1, n) ${n}) AS each`),
    await acme.count(`FROM (SELECT generate_series(1, n * score) ${n}) AS each`),
  ]
}

async function withdrawnByAna(n: number): Promise<void> {
  const card = await cardOf(n)
  if (card === undefined) throw new Error('no card')
  const hands = handsOf(stage, stage.ana, people.agent, card.ts)
  await hands.press(action('withdraw'))
  await hands.form()
  await hands.submit({ reason: 'A test of ours' })
  await until('the withdrawal', async () =>
    (await stored())[`r-${n}`]?.[0] === 'withdrawn' ? true : undefined,
  )
}

describe.each(queueBackends())('answers that were read from the wrong field (queue on %s)', (backend) => {
  it('are those of the right one after a replay: scores, cards and threads; a second one changes nothing', async () => {
    await openWrong(backend)
    await post(
      { n: 0, effort: 6, speed: 2 },
      { n: 1, effort: 2, speed: 6 },
      { n: 2, effort: 7, speed: 6 },
      { n: 3, effort: 2, speed: 2 },
      { n: 4, effort: 7, speed: 2 },
      { n: 4, effort: 1, speed: 3, edit: 5 },
      { n: 5, effort: 7, speed: 6 },
    )
    await stage.settled(3)
    await withdrawnByAna(5)
    await stage.settled(3)
    expect(await counted()).toEqual([5, 2 + 6 + 6 + 2 + 3])
    await acme.mend()

    const first = await all()

    // The first version of answer 4 says nothing any more.
    expect(first.out).toContain('Answers: 0 new, 5 changed, 2 as they were.')
    expect(await stored()).toEqual({
      'r-0': ['scored', 6],
      'r-1': ['scored', 2],
      'r-2': ['scored', 7],
      'r-3': ['scored', 2],
      'r-4': ['scored', 1],
      'r-5': ['withdrawn', 7],
    })
    expect(await counted()).toEqual([5, 6 + 2 + 7 + 2 + 1])
    await until('the card that was missing', async () => (await cardOf(0)) ?? undefined)
    await stage.settled(4)
    const [worse, better] = [await cardOf(2), await cardOf(1)]
    expect(worse && wordsOf(worse)).toContain('7 of 7')
    expect(better && wordsOf(better)).toContain('2 of 7')
    expect(await threadOf(1)).toEqual(['Read again, the answer is not 6 but easy: 2 of 7'])
    expect(await threadOf(2)).toEqual(['Read again, the answer is not 6 but hard: 7 of 7'])
    expect(await threadOf(0)).toEqual([])
    expect(await cardOf(4)).toBeUndefined()
    expect(await acme.count('FROM loop')).toBe(4)

    const [messages, events] = [await channel(), await acme.count('FROM response_event')]
    const again = await all()
    await stage.settled(4)
    expect(again.out).toContain('Answers: 0 new, 0 changed, 7 as they were.')
    expect(await channel()).toEqual(messages)
    expect(await acme.count('FROM response_event')).toBe(events)
  })
})

describe('answers that were read from the wrong field, of a question that a person declared', () => {
  it('are judged by what was said of their numbers, as before', async () => {
    await openWrong('postgres')
    await post({ n: 0, effort: 6, speed: 2 }, { n: 1, effort: 7, speed: 2 }, { n: 2, effort: 2, speed: 7 })
    await stage.settled(1)
    const said = ['--key', 'effort', '--metric', 'ces', '--good', '1-6', '--bad', '7']
    expect(await acme.heard('question', 'bind', '--source', 'acme', ...said)).toMatchObject({ status: 0 })
    await acme.mend()

    expect((await all()).out).toContain('Answers: 0 new, 3 changed, 0 as they were.')

    await stage.settled(2)
    expect(await cardOf(0)).toBeUndefined()
    expect(await cardOf(1)).toBeDefined()
    expect(await threadOf(2)).toContainEqual(expect.stringContaining('not 7 but easy: 2 of 7'))
    const { prisma } = stage.database.database
    expect(await prisma.question.findMany()).toMatchObject([
      { badFrom: 7, badTo: 7, boundBy: 'command line' },
    ])
  })
})
