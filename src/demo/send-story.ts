import { canonicalDelivery, post, typeformDelivery, type Delivery, type Feed } from './outsider/deliveries.js'
import { slackPerson, until, wordsOf, type SlackMessage } from './outsider/slack-person.js'
import { effortToday, pastAnswers, typeformToday } from './outsider/story.js'
import type { Show } from './show.js'
import { alertChannel, people } from './slack-seed.js'

const seed = 2026
const atOnce = 32

export interface Story {
  /** Every body that was acknowledged with 200. */
  accepted: string[]
  /** The cards in the channel, oldest first. */
  cards: SlackMessage[]
}

async function sendAll(
  deliveries: Delivery[],
  accepted: string[],
  onProgress?: (done: number) => void,
): Promise<void> {
  const replies = await post(deliveries, atOnce, onProgress)
  for (const [at, reply] of replies.entries()) {
    if (reply.status !== 200)
      throw new Error(`a webhook was answered ${reply.status}: ${JSON.stringify(reply.json)}`)
    accepted.push(deliveries[at]?.body ?? '')
  }
}

/** Tells the story over HTTP, as survey tools do, and waits until Slack shows its cards. */
export async function sendStory(
  show: Show,
  feeds: { typeform: Feed; canonical: Feed },
  slackUrl: string,
  now: number,
): Promise<Story> {
  const accepted: string[] = []
  show.step('90 days of answers, as signed webhooks ...')
  const past = pastAnswers(seed, now).map((answer) =>
    canonicalDelivery(feeds.canonical, answer, new Date(now)),
  )
  await sendAll(past, accepted, show.bar('answers of the past (counted, never alerted)', past.length))

  show.step('Today: four people answer a Typeform, two rate a support contact ...')
  const today = typeformToday(now)
  await sendAll(
    today.map((answer) => typeformDelivery(feeds.typeform, answer)),
    accepted,
  )
  for (const { name, score, comment } of today)
    show.line(`   Typeform   ${name} gives ${score}${comment && `: "${comment}"`}`)
  const efforts = effortToday(now)
  await sendAll(
    efforts.map((answer) => canonicalDelivery(feeds.canonical, answer, new Date(now))),
    accepted,
  )
  for (const { customer, score, question } of efforts)
    show.line(`   our event  ${customer.name} gives ${score} on "${question.title}"`)

  show.step(`What the team sees in #customer-alerts`)
  const person = slackPerson(slackUrl, people.agent)
  const cards = await until('two cards', async () => {
    const roots = (await person.messages(alertChannel)).filter((message) => message.thread_ts === undefined)
    return roots.length >= 2 ? roots : undefined
  })
  for (const card of cards) show.line(`   card: ${card.text}`)
  show.line(
    '   The promoters raised none. The same 6 is easy on one question and hard on the other: only the hard one did.',
  )
  const strays = cards.filter((card) => !/NPS 3|effort 6/i.test(wordsOf(card)))
  if (cards.length !== 2 || strays.length > 0)
    throw new Error(`${cards.length} cards instead of the two expected ones`)
  return { accepted, cards }
}
