import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  primaryButton,
  wordsOf,
  type SlackMessage,
  type SlackPerson,
} from '../../src/demo/outsider/slack-person.js'
import { people } from '../../src/demo/slack-seed.js'
import { setWorkspace } from '../../src/workspaces/set-workspace.js'
import { event, typeformNps } from './answers.js'
import { alertChannel, homeChannel, openStage, send, until, type Stage } from './stage.js'
import { runHeard } from '../cli/run.js'

/** Ana reads English, Ben and everybody else what the workspace speaks: German. */
describe('a workspace in German with a person who reads English', () => {
  let stage: Stage
  let card: SlackMessage

  beforeAll(async () => {
    stage = await openStage()
    const changed = await heard('workspace', 'set', '--language', 'de')
    expect(changed).toContain('de')
    await send(typeformNps(await stage.source('typeform'), 3, { comment: 'Nobody called back.' }))
    const [posted] = await stage.settled(1)
    if (!posted) throw new Error('no card')
    card = posted
  })
  afterAll(() => stage.close())

  /** What this person is told next, and nobody else reads. */
  async function toldTo(person: SlackPerson, channel: string, act: () => Promise<unknown>): Promise<string> {
    const own = async () => (await person.messages(channel)).filter((message) => message.ephemeral)
    const before = (await own()).length
    await act()
    return wordsOf(await until('an answer', async () => (await own())[before]))
  }
  const type = (person: SlackPerson, command: string, text: string) =>
    toldTo(person, homeChannel, () => person.slash(homeChannel, command, text))

  async function openHome(user: string): Promise<void> {
    await fetch(`${stage.slackUrl}/people/open-home`, { method: 'POST', body: JSON.stringify({ user }) })
  }
  const homeSays = (user: string, words: string): Promise<true> =>
    until(`the home tab of ${user} to say "${words}"`, async () => {
      const seen = await fetch(`${stage.slackUrl}/people/views?user=${user}`)
      const { home } = (await seen.json()) as { home: unknown }
      return JSON.stringify(home).includes(words) ? true : undefined
    })

  async function heard(...args: string[]): Promise<string> {
    const { out, err } = await runHeard({ ...stage.env, HEARD_LANGUAGE: 'de' }, ...args)
    return out + err
  }

  it('posts its cards in German', () => {
    expect(card.text).toContain('Neu · Detraktor · NPS 3')
    expect(wordsOf(card)).toContain('Erster Kontakt fällig')
    expect(primaryButton(card)?.text?.text).toBe('Ich übernehme')
  })

  it('answers commands in the language of the person, once it is chosen', async () => {
    expect(await type(stage.ana, '/nps', 'help')).toContain('die letzten 30 Tage')
    expect(await type(stage.ana, '/heard', 'language fr')).toContain('Diese Sprache spreche ich nicht')

    expect(await type(stage.ana, '/heard', 'language en')).toContain('answers you in English')

    expect(await type(stage.ana, '/nps', '')).toContain('too few for a score')
    expect(await type(stage.ben, '/nps', '')).toContain('zu wenige für einen Wert')
    expect(await type(stage.ana, '/nps', 'yesteryear')).toContain('not a time range I know')
    expect(await type(stage.ben, '/nps', 'yesteryear')).toContain('Diesen Zeitraum kenne ich nicht')
    expect(await type(stage.ana, '/heard', 'language')).toContain('you chose that')
    expect(await type(stage.ben, '/heard', '')).toContain('/heard language auto')
  })

  it('opens forms and tells refusals in the language of who clicks; the thread stays German', async () => {
    const claim = primaryButton(card)
    if (!claim) throw new Error('nothing to press')
    await stage.ana.click(alertChannel, card, claim)
    const claimed = await until('the claim on the card', async () =>
      (await stage.cards()).find((each) => primaryButton(each)?.text?.text === 'Schritte eintragen'),
    )
    const work = primaryButton(claimed)
    if (!work) throw new Error('nothing to press')
    await stage.settled(1)
    expect(
      await toldTo(stage.ben, alertChannel, () => stage.ben.click(alertChannel, claimed, work)),
    ).toContain('Zuständig ist')

    await stage.ana.click(alertChannel, claimed, work)
    const form = await until('the form', async () => (await stage.ana.views())[0])
    expect(JSON.stringify(form)).toContain('How did you contact them?')
    expect(JSON.stringify(form)).not.toContain('Wie lief der Kontakt?')

    const thread = (await stage.ben.messages(alertChannel)).filter((each) => each.thread_ts === card.ts)
    expect(thread.map((each) => each.text).join('\n')).toContain('ana hat übernommen')
  })

  it('shows everybody their home tab in their own language, anew once they choose another', async () => {
    await openHome(people.agent)
    await openHome(people.other)
    await homeSays(people.agent, 'My loops (1)')
    await homeSays(people.other, 'Meine Vorgänge (0)')

    await type(stage.ben, '/heard', 'language en')
    await homeSays(people.other, "The team's loops (1)")
    await type(stage.ben, '/heard', 'language auto')
    await homeSays(people.other, 'Meine Vorgänge (0)')
  })

  it('asks Slack for the address of the team once, however many home tabs are shown', () => {
    const shown = stage.calls.filter(({ method }) => method === 'views.publish').length
    const asked = stage.calls.filter(({ method }) => method === 'auth.test').length
    expect(shown).toBeGreaterThanOrEqual(4)
    // Once at the start to learn who the bot is, once for the address.
    expect(asked).toBe(2)
  })

  it('tells the home channel in German what is not bound', async () => {
    const ours = await stage.source('canonical')
    await send(event(ours, { score: 6, question: { key: 'mystery', title: 'How was it?' } }))
    const notice = await until('the notice', async () =>
      (await stage.mei.messages(homeChannel)).find((message) => !message.ephemeral),
    )
    expect(wordsOf(notice)).toContain('Niemand hat gesagt, was ihre Zahl bedeutet')
  })

  it('takes the language of the workspace again with auto, also after it changed', async () => {
    expect(await type(stage.ana, '/heard', 'language auto')).toContain(
      'in der Sprache des Workspaces: Deutsch',
    )
    expect(await type(stage.ana, '/nps', 'help')).toContain('Was sich fragen lässt')
    const { prisma } = stage.database.database
    await setWorkspace({ prisma }, stage.workspaceId, { language: 'en' })
    expect(await type(stage.ana, '/nps', 'help')).toContain('What you can ask')
  })

  it('has a command line in the language of the terminal', async () => {
    expect(await heard('workspace', 'set', '--language', 'fr')).toContain('muss eines davon sein: en, de')
    expect(await heard('health')).toContain('über den Rest entscheidet der Home-Kanal')
    expect(await heard('sauce')).toContain('Den Befehl sauce gibt es nicht. Gemeint war vielleicht source?')
  })
})
