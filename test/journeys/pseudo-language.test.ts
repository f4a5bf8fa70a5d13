import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  fillIn,
  primaryButton,
  type SlackElement,
  type SlackMessage,
  type SlackPerson,
} from '../../src/demo/outsider/slack-person.js'
import { en } from '../../src/messages/en.js'
import { bareIn, makePseudo } from '../messages/pseudo.js'
import { event, typeformNps } from './answers.js'
import { alertChannel, homeChannel, openStage, send, until, type Stage } from './stage.js'

/** What people and customers wrote; the rest of what is read must come from the messages. */
const planted = [
  'ana',
  'ben',
  'mei',
  'Zoe Zeiger',
  'zz-comment',
  'zz-said',
  'zz-question',
  'zz-survey',
  'zz-plan',
]
/** Filled in by the survey tools of the tests, or typed by whoever set things up. */
const named = [
  'How are we doing?',
  'After support',
  'team',
  'plan',
  'canonical',
  'typeform',
  'zz-key',
  'T0DEMO',
  'U0HEARD',
  'errors',
]
const bare = (shown: unknown) => bareIn(shown, [...planted, ...named])

// From here on the running bot speaks a language in which every sentence stands in brackets.
const speakAgain = makePseudo(en)

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(async () => {
  await stage.close()
  speakAgain()
})

async function own(person: SlackPerson, channel: string): Promise<SlackMessage[]> {
  return (await person.messages(channel)).filter((message) => message.ephemeral)
}

async function answer(
  person: SlackPerson,
  channel: string,
  act: () => Promise<unknown>,
): Promise<SlackMessage> {
  const before = (await own(person, channel)).length
  await act()
  return until('an answer', async () => (await own(person, channel))[before])
}

async function cardToPress(not = ''): Promise<{ card: SlackMessage; press: SlackElement }> {
  return until(`a button other than "${not}"`, async () => {
    const [card] = await stage.cards()
    const press = card && primaryButton(card)
    return press && press.text?.text !== not ? { card, press } : undefined
  })
}

it('says nothing in chat that is not in the messages', async () => {
  const seen: unknown[] = []
  const typeform = await stage.source('typeform')
  await send(typeformNps(typeform, 2, { comment: 'zz-comment', name: 'Zoe Zeiger' }))
  const ours = await stage.source('canonical')
  const question = { key: 'zz-key', title: 'zz-question' }
  await send(event(ours, { score: 6, question, survey: 'zz-survey' }))

  for (const [command, text] of [
    ['/nps', ''],
    ['/nps', 'help'],
    ['/nps', 'yesteryear'],
    ['/heard', ''],
    ['/heard', 'language'],
    ['/heard', 'language fr'],
    ['/heard', 'language auto'],
    ['/heard', 'what'],
  ] as const) {
    seen.push(await answer(stage.mei, homeChannel, () => stage.mei.slash(homeChannel, command, text)))
  }

  const fresh = await cardToPress()
  await stage.ana.click(alertChannel, fresh.card, fresh.press)
  const claimed = await cardToPress(fresh.press.text?.text)
  seen.push(
    await answer(stage.ben, alertChannel, () => stage.ben.click(alertChannel, claimed.card, claimed.press)),
  )
  await stage.ana.click(alertChannel, claimed.card, claimed.press)
  const form = await until('the form', async () => (await stage.ana.views())[0])
  seen.push(form, await stage.ana.submit(form, {}))
  await stage.ana.submit(form, fillIn(form, 'zz-said'))
  await stage.settled(1)
  seen.push(...(await stage.ana.messages(alertChannel)), ...(await stage.ana.messages(homeChannel)))

  // The one thing to type stands in a notice as it is typed.
  const said = JSON.parse(
    JSON.stringify(seen).replace(/npm run heard -- question bind [^"]*/g, ''),
  ) as unknown[]
  expect(seen.length).toBeGreaterThan(13)
  expect(JSON.stringify(said)).toContain('⟦')
  expect(bare(said)).toEqual([])
})

it('would find a sentence that is not in the messages', async () => {
  const [card] = await stage.cards()
  expect(bare([card, { text: 'zz-comment was left by Zoe Zeiger' }])).toEqual(['was left by'])
})
