import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Delivery, Feed } from '../../src/demo/outsider/deliveries.js'
import { wordsOf, type SlackMessage } from '../../src/demo/outsider/slack-person.js'
import { people } from '../../src/demo/slack-seed.js'
import { canonicalEvent } from './answers.js'
import { handsOf } from './hands.js'
import { alertChannel, openStage, send, until, type Stage } from './stage.js'

let stage: Stage
let feed: Feed
let standing = 0
beforeAll(async () => {
  stage = await openStage()
  feed = await stage.source('canonical', 'surveys')
})
afterAll(() => stage.close())

const nps = { metric: 'nps', scale: { min: 0, max: 10, direction: 'high_is_good' } }

function answered(id: string, over: Record<string, unknown> = {}): Delivery {
  return canonicalEvent(feed, {
    type: 'response.answered',
    id,
    question: { key: 'recommend', title: 'How likely are you to recommend us?' },
    ...nps,
    score: 3,
    version: 1,
    comment: 'Nobody called back.',
    answered_at: new Date().toISOString(),
    customer: { id: `c-${id}`, name: 'Mara Lindqvist' },
    ...over,
  })
}

function deleted(id: string, over: Record<string, unknown> = {}): Delivery {
  const deleted_at = new Date().toISOString()
  return canonicalEvent(feed, { type: 'response.deleted', id, deleted_at, version: 1, ...over })
}

async function taken(...deliveries: Delivery[]): Promise<void> {
  for (const delivery of deliveries) expect((await send(delivery)).status).toBe(200)
}

async function newCard(): Promise<SlackMessage> {
  standing += 1
  const card = (await stage.settled(standing)).at(-1)
  if (card === undefined) throw new Error('no card')
  return card
}

async function now(card: SlackMessage) {
  const found = (await stage.settled(standing)).find(({ ts }) => ts === card.ts)
  if (found === undefined) throw new Error('the card is gone')
  const messages = await stage.ana.messages(alertChannel)
  const thread = messages.filter(({ thread_ts, ts }) => thread_ts === card.ts && ts !== card.ts)
  return { text: found.text, words: wordsOf(found), struck: struckOut(found), thread }
}

/** The same, once a click is done, which is acknowledged before. */
function showing(card: SlackMessage, words: string) {
  return until(`“${words}” on the card`, async () => {
    const seen = await now(card)
    return seen.words.includes(words) ? seen : undefined
  })
}

/** Everything of the message that is crossed out. */
function struckOut({ blocks }: SlackMessage): string[] {
  const found: string[] = []
  JSON.stringify(blocks, (_key, value: unknown) => {
    const { text, style } = Object(value) as { text?: unknown; style?: { strike?: boolean } }
    if (style?.strike && typeof text === 'string') found.push(text)
    return value
  })
  return found
}

/** What `/nps today` says: how many answers it counts, and what it leaves out. */
async function score(): Promise<string> {
  const before = (await stage.mei.messages(alertChannel)).length
  await stage.mei.slash(alertChannel, '/nps', 'today')
  const said = await until('the score', async () => {
    const messages = await stage.mei.messages(alertChannel)
    return messages.length > before ? messages.at(-1) : undefined
  })
  return wordsOf(said)
}

const hands = (card: SlackMessage) => handsOf(stage, stage.ana, people.agent, card.ts)

describe('an answer that the tool deletes', () => {
  it('stays on its card, struck out, with who and why; leaves the score at once; and comes back with a later version', async () => {
    await taken(answered('t-1'))
    const card = await newCard()
    expect(await score()).toContain('1 answer,')

    await taken(deleted('t-1', { by: 'Kim', reason: 'A test of ours' }))

    const gone = await now(card)
    expect(gone.text).toContain('Withdrawn · NPS 3')
    expect(gone.struck).toEqual(['Nobody called back.', expect.stringContaining('NPS 3 of 10: detractor')])
    expect(gone.words).toContain('Deleted in “surveys” by Kim: A test of ours (not counted)')
    expect(gone.thread.map(({ text }) => text)).toEqual([
      'The answer was deleted in “surveys” by Kim: it no longer counts',
    ])
    const without = await score()
    expect(without).toContain('no answers')
    expect(without).toContain('Left out: 1 answer withdrawn')

    await taken(answered('t-1', { version: 2, score: 4 }))

    const back = await now(card)
    expect(back.text).toContain('NPS 4')
    expect(back.struck).toEqual([])
    expect(back.thread.at(-1)?.text).toBe('The answer came again from the survey tool: it counts again')
    expect(await score()).not.toContain('Left out')
  })

  it('is closed as not valid in one click, and opens again when it counts again', async () => {
    await taken(answered('t-2'))
    const card = await newCard()
    await taken(deleted('t-2'))
    await now(card)

    await hands(card).press('Close as not valid')

    const closed = await showing(card, 'Closed · Withdrawn')
    expect(closed.words).toContain('not valid')
    expect(closed.words).toContain('Its answer was withdrawn.')
    expect(closed.thread.map(({ text }) => text).slice(1)).toEqual([
      'ana took it',
      'ana closed it: not valid',
    ])

    await taken(answered('t-2', { version: 2 }))
    const back = await now(card)
    expect(back.text).not.toContain('Withdrawn')
    expect(back.thread.map(({ text }) => text)).toContain('Reopened: its answer counts again')
  })

  it('that was deleted before it came raises no card; and one of several leaves the others', async () => {
    await taken(deleted('t-3'), answered('t-3', { score: 0 }))
    await stage.settled(standing)

    const customer = { id: 'c-both', name: 'Tom Okafor' }
    await taken(answered('t-4', { customer, comment: 'The first.' }))
    const card = await newCard()
    await taken(answered('t-5', { customer, score: 1, comment: 'The second.' }))
    expect((await now(card)).words).toContain('The second.')

    await taken(deleted('t-5'))

    const left = await now(card)
    expect(left.text).toContain('NPS 3')
    expect(left.words).toContain('The first.')
    expect(left.struck).toEqual([expect.stringContaining('NPS 1 of 10: detractor')])
  })
})

describe('an answer that a person says is not valid', () => {
  it('is withdrawn with a reason, outlives later versions, and is taken back', async () => {
    await taken(answered('p-1'))
    const card = await newCard()
    const counted = /(\d+) answers?,/.exec(await score())?.[1]
    const ana = hands(card)

    await ana.press('Not a valid answer …')
    await ana.submit({ reason: 'That was our own training.' })

    const gone = await showing(card, 'Withdrawn')
    expect(gone.struck).toContain('Nobody called back.')
    expect(gone.words).toContain('Said not to be valid by ana: That was our own training. (not counted)')
    expect(gone.thread.map(({ text }) => text)).toEqual([
      'ana said that the answer is not valid: it no longer counts',
    ])
    expect(wordsOf(gone.thread[0] as SlackMessage)).toContain('That was our own training.')
    expect(await score()).not.toContain(`${counted} answers,`)

    await taken(answered('p-1', { version: 2, comment: 'Still waiting.' }))
    const later = await now(card)
    expect(later.struck).toContain('Still waiting.')
    expect(later.thread).toHaveLength(1)

    await ana.press('The answer is valid after all')
    const back = await showing(card, 'New · Detractor')
    expect(back.struck).toEqual([])
    expect(back.thread.at(-1)?.text).toBe('ana said that the answer is valid after all: it counts again')
    expect(await score()).toContain(`${counted} answers,`)
    const events = await stage.database.database.prisma.loopEvent.findMany({ where: { byId: people.agent } })
    expect(events.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['answer_withdrawn', 'answer_restored']),
    )
  })

  it('is chosen where there are several, and only by whose loop it is', async () => {
    const customer = { id: 'c-several', name: 'Ida Berg' }
    await taken(answered('p-2', { customer, comment: 'The first.' }))
    const card = await newCard()
    await taken(answered('p-3', { customer, score: 2, comment: 'The second.' }))
    await now(card)
    const ben = handsOf(stage, stage.ben, people.other, card.ts)
    await ben.press("I'll take it")
    await showing(card, 'Claimed')

    await handsOf(stage, stage.mei, people.manager, card.ts).press('Not a valid answer …')
    const refused = await until('the refusal', async () =>
      (await stage.mei.messages(alertChannel)).findLast(({ text }) => text.includes('Only the owner')),
    )
    expect(refused.text).toContain('Only the owner can do that')

    await ben.press('Not a valid answer …')
    const form = await ben.form()
    const choice = form.blocks.find(({ block_id: id }) => id === 'answer')
    const older = choice?.element?.options?.find(({ text }) => text.text.startsWith('NPS 3'))
    await ben.submit({ answer: older?.value ?? '', reason: 'Sent twice' })

    const left = await showing(card, 'Sent twice')
    expect(left.text).toContain('NPS 2')
    expect(left.words).toContain('The second.')
    expect(left.struck).toEqual(['NPS 3 of 10: detractor'])
  })
})

describe('words without a number', () => {
  it('raise no card unless their source says so; then the card says that there is none', async () => {
    const mention = { metric: null, scale: null, score: null, question: { key: 'mention' } }
    await taken(answered('w-1', { ...mention, comment: 'Does anybody answer the phone?' }))
    await stage.settled(standing)

    const { prisma } = stage.database.database
    await prisma.source.updateMany({ where: { name: 'surveys' }, data: { settings: { cards: 'all' } } })
    await new Promise((resolve) => setTimeout(resolve, 1_100))
    await taken(answered('w-2', { ...mention, comment: 'Does anybody read this?' }))

    const card = await newCard()
    expect(card.text).toContain('New · No number')
    expect(wordsOf(card)).toContain('Does anybody read this?')
    expect(wordsOf(card)).toContain('an answer without a number')
  })
})
