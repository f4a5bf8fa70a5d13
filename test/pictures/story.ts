import { actionId, actionIds } from '../../src/chat/actions.js'
import { canonicalDelivery, post, typeformDelivery, type Feed } from '../../src/demo/outsider/deliveries.js'
import {
  fillIn,
  slackPerson,
  until,
  wordsOf,
  type SlackMessage,
} from '../../src/demo/outsider/slack-person.js'
import { pastAnswers } from '../../src/demo/outsider/story.js'
import { workALoop } from '../../src/demo/outsider/work-a-loop.js'
import { alertChannel, people } from '../../src/demo/slack-seed.js'
import type { Stage } from './stage.js'

export type State = 'new' | 'claimed' | 'working' | 'waiting' | 'snoozed' | 'closed'

interface Answer {
  state: State
  /** Hours and minutes of the day, UTC. */
  at: string
  name: string
  score: number
  plan: string
  comment: string
}

/** One customer for each state of a card. */
const answers: Answer[] = [
  {
    state: 'closed',
    at: '07:40',
    name: 'Jonas Weber',
    score: 5,
    plan: 'team',
    comment: 'The export lost my filters, and I noticed only in front of my boss.',
  },
  {
    state: 'snoozed',
    at: '08:15',
    name: 'Priya Nair',
    score: 4,
    plan: 'starter',
    comment: 'I asked for a refund twice and got the same canned reply.',
  },
  {
    state: 'waiting',
    at: '08:50',
    name: 'Sofia Rossi',
    score: 6,
    plan: 'team',
    comment: 'Setting up single sign-on took a week of mails.',
  },
  {
    state: 'working',
    at: '09:25',
    name: 'Liam Walsh',
    score: 3,
    plan: 'enterprise',
    comment: 'We were down for an hour on Friday and nobody told us why.',
  },
  {
    state: 'claimed',
    at: '10:00',
    name: 'Elif Demir',
    score: 5,
    plan: 'team',
    comment: 'Search finds everything but what I look for.',
  },
  {
    state: 'new',
    at: '10:30',
    name: 'Mara Lindqvist',
    score: 3,
    plan: 'enterprise',
    comment: 'I was promised a call back on Monday. Nobody called, and the invoice is still wrong.',
  },
]

const historySeed = 2026
/** What Liam's card has of the five steps. */
const firstSteps = /^(hear|empathize)\b/

/** Ninety days of answers that count, and never alert. */
export async function tellThePast(stage: Stage, feed: Feed): Promise<void> {
  const now = stage.clock()
  const past = pastAnswers(historySeed, now).map((one) => canonicalDelivery(feed, one, new Date(now)))
  const replies = await post(past, 16)
  const refused = replies.find((reply) => reply.status !== 200)
  if (refused) throw new Error(`a webhook was answered ${refused.status}`)
}

async function raise(stage: Stage, feed: Feed, answer: Answer): Promise<SlackMessage> {
  stage.setTime(answer.at)
  const { name, score, comment, plan } = answer
  const id = name.toLowerCase().replace(' ', '.')
  const delivery = typeformDelivery(feed, {
    ...{ eventId: `ev-${id}`, token: `tok-${id}`, email: `${id}@customers.example` },
    ...{ name, score, comment, plan, submittedAt: new Date(stage.clock() - 1000) },
  })
  const [reply] = await post([delivery], 1)
  if (reply?.status !== 200) throw new Error(`the webhook of ${name} was answered ${reply?.status ?? 0}`)
  const ana = slackPerson(stage.slackUrl, people.agent)
  return until(`the card of ${name}`, async () =>
    (await ana.messages(alertChannel)).find((message) => wordsOf(message).includes(comment)),
  )
}

/** Uses an element of the card as somebody, and waits until the card shows it. */
async function press(
  stage: Stage,
  card: SlackMessage,
  user: string,
  action: string,
  value?: string,
): Promise<void> {
  const who = slackPerson(stage.slackUrl, user)
  const now = async () => (await who.messages(alertChannel)).find((message) => message.ts === card.ts) ?? card
  const before = wordsOf(await now())
  const input = { user, channel: alertChannel, ts: card.ts, action_id: action, ...(value && { value }) }
  const reply = await fetch(`${stage.slackUrl}/people/click`, { method: 'POST', body: JSON.stringify(input) })
  if (!reply.ok) throw new Error(`${action}: ${await reply.text()}`)
  const form = await until(`${action} to show`, async () => {
    const [open] = await who.views()
    return open ?? (wordsOf(await now()) === before ? undefined : null)
  })
  if (!form) return
  const all = Object.entries(fillIn(form, 'Listened, and promised an answer by Wednesday.'))
  const some = all.filter(([field]) => firstSteps.test(field))
  const taken = await who.submit(form, Object.fromEntries(some.length > 0 ? some : all))
  if (taken.errors) throw new Error(`the form was not taken: ${JSON.stringify(taken.errors)}`)
  await until('the card to change', async () => (wordsOf(await now()) === before ? undefined : true))
}

async function bring(stage: Stage, card: SlackMessage, state: State): Promise<void> {
  const { agent, other } = people
  if (state === 'new') return
  if (state === 'closed') {
    await workALoop(slackPerson(stage.slackUrl, other), alertChannel, card.ts, () => undefined)
    return
  }
  await press(stage, card, state === 'waiting' ? other : agent, actionId('claim'))
  if (state === 'working') await press(stage, card, agent, actionId('work'))
  if (state === 'waiting') await press(stage, card, other, actionIds.more, 'wait')
  if (state === 'snoozed') await press(stage, card, agent, actionIds.more, 'snooze')
}

/** Raises a card for each of these states and brings it there. @returns the cards' timestamps */
export async function tellTheStory(stage: Stage, feed: Feed, states: State[]): Promise<Map<State, string>> {
  const cards = new Map<State, string>()
  for (const answer of answers.filter(({ state }) => states.includes(state))) {
    const card = await raise(stage, feed, answer)
    stage.later()
    await bring(stage, card, answer.state)
    cards.set(answer.state, card.ts)
  }
  stage.setTime('10:34')
  return cards
}
