import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { Notice } from '../../src/chat/views.js'
import { idOf } from '../../src/ids.js'
import type { SubmitBindResult } from '../../src/surveys/question-desk.js'
import { buildWorks, type Works } from '../loops/works.js'
import { answered, openGround, type Feed, type IntakeGround } from './intake-ground.js'

export const ana = { id: 'U0ANA', name: 'Ana' }
export const ben = { id: 'U0BEN', name: 'Ben' }

/** What a form of a question "1 to 7, low is good" holds. */
export const ces = { min: '1', max: '7', direction: 'low_is_good', programme: 'transactional' }
const labels = { low: 'very easy', high: 'very hard' }

/** An anonymous answer of "How hard?" whose number nobody has explained. */
export function unsaid(change: Record<string, unknown> = {}): Record<string, unknown> {
  const question = { key: 'effort', title: 'How hard?', labels }
  return answered({ question, metric: null, scale: null, score: 6, customer: null, ...change })
}

/** One source of one workspace with a home channel, and everything that works its rows. A new source for every test. */
export interface Asking {
  ground: IntakeGround
  feed: Feed
  /** The source's name. */
  name: string
  works: Works
  deps: { prisma: IntakeGround['db']['database']['prisma']; bell: { ring(): Promise<void> } }
  noticeId(): string
  settle(forMs?: number): Promise<void>
  /** The notices that ask, as they stand in chat. */
  asks(): Record<string, unknown>[]
  /** @returns what the form that was opened saw */
  open(actor?: typeof ana): Promise<string | null>
  submit(seen: string | null, actor?: typeof ana, over?: object): Promise<SubmitBindResult>
}

/** Registers the hooks; filled before each test. */
export function useAsking(): Asking {
  const asking = {} as Asking
  let count = 0
  beforeAll(async () => {
    asking.ground = await openGround()
    asking.deps = { prisma: asking.ground.db.database.prisma, bell: { ring: async () => undefined } }
    await asking.ground.rows("UPDATE workspace SET home_channel = 'C0HOME'")
  })
  afterAll(() => asking.ground.close())
  beforeEach(async () => {
    const { ground } = asking
    for (const table of ['notice', 'card_message', 'burst', 'channel_slot', 'channel_trouble']) {
      await ground.rows(`DELETE FROM ${table}`)
    }
    count += 1
    ground.clock.now += 60_000
    asking.name = `app-${count}`
    asking.feed = await ground.connect('canonical', asking.name)
    asking.works = buildWorks(ground.db.database)
    asking.works.now = ground.clock.now
  })
  const request = (actor: typeof ana) => ({
    workspaceId: asking.ground.workspaceId,
    actor,
    noticeId: asking.noticeId(),
  })
  return Object.assign(asking, {
    noticeId: () => idOf(asking.feed.id, 'unbound', 'effort'),
    async settle(forMs = 8_000) {
      const { works, ground } = asking
      works.now = Math.max(works.now, ground.clock.now)
      await works.settle(forMs)
      ground.clock.now = works.now
    },
    asks: () =>
      asking.works.chat.messages
        .filter(({ marker }) => marker.kind === 'notice')
        .map(({ content, edits }) => ({ ...(content as Notice).data, edits })),
    async open(actor = ana) {
      const opened = await asking.works.questions.openForm(request(actor))
      if ('refused' in opened) throw new Error('no form')
      return opened.form.ticket.seen
    },
    submit: (seen: string | null, actor = ana, over: object = {}) =>
      asking.works.questions.submitForm({ ...request(actor), seen, choice: 'ces', values: ces, ...over }),
  })
}

/** The cards in chat. */
export function cardsOf({ works }: Asking) {
  return works.chat.messages.filter(({ marker }) => marker.kind === 'card')
}
