import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  fillIn,
  primaryButton,
  wordsOf,
  type SlackElement,
  type SlackMessage,
  type SlackView,
} from '../../src/demo/outsider/slack-person.js'
import { workALoop } from '../../src/demo/outsider/work-a-loop.js'
import { typeformNps } from './answers.js'
import { alertChannel, openStage, send, until, type Stage } from './stage.js'

/** What can be pressed on a message: buttons by label, and the overflow's options. */
function buttons(message: SlackMessage): SlackElement[] {
  return (message.blocks ?? []).flatMap((block) => (block.type === 'actions' ? (block.elements ?? []) : []))
}

async function cardWhere(
  stage: Stage,
  what: string,
  holds: (card: SlackMessage) => boolean,
): Promise<SlackMessage> {
  return until(what, async () => (await stage.cards()).find(holds))
}

async function openView(stage: Stage): Promise<SlackView> {
  return until('a form', async () => (await stage.ana.views())[0])
}

/** Picks an entry of the card's overflow, as a person reads it. */
async function choose(stage: Stage, card: SlackMessage, label: string): Promise<void> {
  const overflow = buttons(card).find((element) => element.type === 'overflow')
  const option = overflow?.options?.find((candidate) => candidate.text.text === label)
  if (!overflow || !option) throw new Error(`the card offers no "${label}"`)
  const reply = await fetch(`${stage.slackUrl}/people/click`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      user: 'U0ANA',
      channel: alertChannel,
      ts: card.ts,
      action_id: overflow.action_id,
      value: option.value,
    }),
  })
  expect(await reply.json()).toMatchObject({ acked: true })
}

async function press(stage: Stage, card: SlackMessage, label: string): Promise<void> {
  const button = buttons(card).find((element) => element.text?.text === label)
  if (!button) throw new Error(`the card has no "${label}"`)
  expect(await stage.ana.click(alertChannel, card, button)).toMatchObject({ acked: true })
}

describe.each([
  ['HTTP', false],
  ['Socket Mode', true],
] as const)('a loop over %s', (_, socketMode) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage({ socketMode })
    await send(typeformNps(await stage.source('typeform'), 3, { comment: 'Nobody called back.' }))
  })
  afterAll(() => stage.close())

  it('is claimed, worked through the five steps and closed with an outcome', async () => {
    const [card] = await stage.settled(1)

    const worked = await workALoop(stage.ana, alertChannel, card?.ts ?? '', () => undefined)

    expect(worked.pressed).toEqual(["I'll take it", 'Record steps'])
    expect(worked.card.text).toMatch(/^Closed/)
    expect(worked.thread).toEqual([
      'ana took it',
      'ana logged that the customer was heard',
      'ana logged how the customer felt',
      'ana logged an apology',
      'ana logged the resolution',
      'ana logged the cause',
      expect.stringMatching(/^ana closed/) as string,
    ])
    const { prisma } = stage.database.database
    const loop = await prisma.loop.findFirstOrThrow()
    expect(loop).toMatchObject({ status: 'closed', outcome: 'recovered', ownerId: 'U0ANA' })
    expect(await prisma.loopStep.count({ where: { loopId: loop.id } })).toBe(5)
  })

  it('is reopened, loudly, with its owner', async () => {
    const closed = await cardWhere(stage, 'the closed card', (card) => card.text.startsWith('Closed'))

    await press(stage, closed, 'Reopen')
    const view = await openView(stage)
    expect(await stage.ana.submit(view, {})).toHaveProperty('errors')
    await stage.ana.submit(view, fillIn(view, 'The refund never came.'))

    const card = await cardWhere(stage, 'the reopened card', (now) => !now.text.startsWith('Closed'))
    expect(card.ts).toBe(closed.ts)
    const thread = await until('the line about it', async () =>
      (await stage.ana.messages(alertChannel)).find(
        (message) => /reopened/i.test(message.text) && message.thread_ts === card.ts,
      ),
    )
    expect(thread.text).toContain('ana')
    expect(wordsOf(thread)).toContain('The refund never came.')
  })
})

describe('the gate', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage()
    await send(typeformNps(await stage.source('typeform'), 5))
  })
  afterAll(() => stage.close())

  it('does not close a loop without resolve and diagnose unless a reason is given', async () => {
    const [card] = await stage.settled(1)
    if (!card) throw new Error('no card')
    await choose(stage, card, 'Close')
    const view = await openView(stage)
    const outcomeOnly = Object.fromEntries(Object.entries(fillIn(view, 'x')).slice(0, 1))

    const refused = await stage.ana.submit(view, outcomeOnly)

    expect(Object.keys(refused.errors ?? {})).not.toHaveLength(0)
    const taken = await stage.ana.submit(view, fillIn(view, 'The customer asked us to leave it.'))
    expect(taken.errors).toBeUndefined()
    const closed = await cardWhere(stage, 'the closed card', (now) => now.text.startsWith('Closed'))
    expect(wordsOf(closed)).toContain('The customer asked us to leave it.')
  })
})

describe('a step that is skipped', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage()
    await send(typeformNps(await stage.source('typeform'), 6))
  })
  afterAll(() => stage.close())

  it('needs a reason, claims the loop, and is told in the thread', async () => {
    const [card] = await stage.settled(1)
    if (!card) throw new Error('no card')
    await choose(stage, card, 'Skip a step')
    const view = await openView(stage)

    const skipped = await stage.ana.submit(view, fillIn(view, 'They only wanted a refund.'))

    expect(skipped.errors).toBeUndefined()
    const line = await until('the line about it', async () =>
      (await stage.ana.messages(alertChannel)).find((message) => /skipped/i.test(message.text)),
    )
    expect(wordsOf(line)).toContain('They only wanted a refund.')
    const loop = await stage.database.database.prisma.loop.findFirstOrThrow()
    expect(loop).toMatchObject({ ownerId: 'U0ANA', status: 'working' })
    const now = (await stage.settled(1))[0]
    expect(primaryButton(now ?? { ts: '', text: '' })?.text?.text).toBe('Record steps')
  })

  it('can wait for the customer, be resumed, snoozed and given back', async () => {
    for (const [label, status] of [
      ['Wait for the customer', 'waiting'],
      ['Resume', 'working'],
      ['Snooze', 'snoozed'],
      ['Resume', 'working'],
      ['Give it back', 'new'],
    ] as const) {
      const [card] = await stage.settled(1)
      if (!card) throw new Error('no card')
      await choose(stage, card, label)
      await until(`status ${status}`, async () => {
        const loop = await stage.database.database.prisma.loop.findFirstOrThrow()
        return loop.status === status ? true : undefined
      })
    }
    const loop = await stage.database.database.prisma.loop.findFirstOrThrow()
    expect(loop.ownerId).toBeNull()
  })
})
