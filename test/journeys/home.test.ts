import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { slackPerson, type SlackBlock, type SlackElement } from '../../src/demo/outsider/slack-person.js'
import { people } from '../../src/demo/slack-seed.js'
import { followHomes } from '../../src/loops/homes.js'
import { checkView } from '../../src/playground/kit/payload.js'
import { typeformNps } from './answers.js'
import { filledIn } from './hands.js'
import { openStage, send, until, type Stage } from './stage.js'

interface HomeTab {
  blocks: SlackBlock[]
  id: string
}

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
  const feed = await stage.source('typeform')
  await send(typeformNps(feed, 5, { name: 'Normal Nora <!channel>' }))
  await send(typeformNps(feed, 1, { name: 'Critical Carl' }))
  await stage.settled(2)
})
afterAll(() => stage.close())

async function deed(what: string, input: Record<string, unknown>): Promise<void> {
  const reply = await fetch(`${stage.slackUrl}/people/${what}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  })
  expect(await reply.json()).toMatchObject({ acked: true })
}

async function homeOf(user: string): Promise<HomeTab | null> {
  const reply = await fetch(`${stage.slackUrl}/people/views?user=${user}`)
  return ((await reply.json()) as { home: HomeTab | null }).home
}

/** The tab once it says this, as [my loops, the team's]. */
function shows(user: string, said: RegExp): Promise<[string, string, HomeTab]> {
  return until(`the home tab to say ${String(said)}`, async () => {
    const tab = await homeOf(user)
    const text = JSON.stringify(tab?.blocks ?? [])
    if (!tab || !said.test(text)) return undefined
    const at = text.indexOf("The team's loops")
    return [text.slice(0, at), text.slice(at), tab]
  })
}

function button(tab: HomeTab, label: string): { element: SlackElement; block_id: string } {
  for (const { block_id = '', elements = [] } of tab.blocks) {
    const element = elements.find(({ text, type }) => type === 'button' && text?.text === label)
    if (element) return { element, block_id }
  }
  throw new Error(`the home tab has no "${label}"`)
}

const press = (user: string, tab: HomeTab, label: string): Promise<void> => {
  const { element, block_id } = button(tab, label)
  return deed('click', { user, view_id: tab.id, block_id, action_id: element.action_id })
}

const rows = () => stage.database.database.prisma.homeView.findMany({ orderBy: { personId: 'asc' } })

describe('the home tab', () => {
  it('shows nobody anything who never opened it', async () => {
    expect(await homeOf(people.agent)).toBeNull()
    expect(await rows()).toEqual([])
  })

  it('shows what is mine and what is the team’s, the most urgent first, with links to the cards', async () => {
    await deed('open-home', { user: people.agent })

    const [mine, team, tab] = await shows(people.agent, /My loops/)
    expect(checkView({ type: 'home', blocks: tab.blocks }, 'home')).toEqual([])
    expect(mine).toContain('My loops (0)')
    expect(team).toContain("The team's loops (2)")
    expect(team.indexOf('Critical Carl')).toBeLessThan(team.indexOf('Normal Nora'))
    expect(team).toContain('"text":"\\nNormal Nora <!channel> · Nobody has it yet\\n"')
    expect(team).toContain('First contact due ')
    const cards = await stage.cards()
    for (const { ts } of cards) expect(team).toContain(`archives/C0ALERTS/p${ts.replace('.', '')}"`)
  })

  it('changes after a claim made in it, for both who opened it and nobody else', async () => {
    await deed('open-home', { user: people.other })
    const [, , bens] = await shows(people.other, /Critical Carl/)
    const [, , anas] = await shows(people.agent, /Critical Carl/)
    await press(people.agent, anas, "I'll take it")

    const [mine, team] = await shows(people.agent, /My loops \(1\)/)
    expect(mine).toContain('Critical Carl')
    expect(mine).toContain('Record steps')
    expect(team).toContain('Normal Nora')
    expect(team).not.toContain('Critical Carl')

    // Ben still sees the old button: he is told, in a window of his own.
    await press(people.other, bens, "I'll take it")
    const ben = slackPerson(stage.slackUrl, people.other)
    const notice = await until('the notice', async () => (await ben.views())[0])
    expect(JSON.stringify(notice.blocks)).toContain('ana was first')

    const { prisma } = stage.database.database
    const later = Date.now() + 61_000
    expect(await followHomes({ prisma, bell: stage.heard.queue.bell }, later)).toBe(1)
    const [, bensTeam] = await shows(people.other, /ana has it/)
    expect(bensTeam.indexOf('Normal Nora')).toBeLessThan(bensTeam.indexOf('Critical Carl'))
    expect((await rows()).map(({ personId }) => personId)).toEqual([people.agent, people.other])
  })

  it('opens the form of a loop, and forgets a loop that is closed', async () => {
    const [, , tab] = await shows(people.agent, /My loops \(1\)/)
    await press(people.agent, tab, 'Record steps')
    const view = await until('the form', async () => (await stage.ana.views())[0])
    expect(filledIn(view)).toEqual({})
    const values = { 'hear.contact': { input: 'reached' } }
    expect(await stage.ana.submit(view, values)).toMatchObject({ acked: true })

    const [mine] = await shows(people.agent, /Resolution due /)
    expect(mine).toContain('In work')
  })

  it('says that a snoozed loop is overdue, for its clocks run on, but not one that waits for the customer', async () => {
    const { prisma } = stage.database.database
    const { id } = await prisma.loop.findFirstOrThrow({ where: { ownerId: people.agent } })
    const past = new Date(Date.now() - 60_000)
    const shownAs = async (status: string): Promise<string> => {
      const snoozedUntil = status === 'snoozed' ? new Date(Date.now() + 3_600_000) : null
      await prisma.loop.update({ where: { id }, data: { status, snoozedUntil, resolutionDueAt: past } })
      await deed('open-home', { user: people.agent })
      const [mine] = await shows(people.agent, status === 'snoozed' ? /Snoozed/ : /Waiting for the customer/)
      return mine
    }

    expect(await shownAs('snoozed')).toContain('OVERDUE: resolution was due ')
    expect(await shownAs('waiting')).not.toContain('OVERDUE')
  })
})
