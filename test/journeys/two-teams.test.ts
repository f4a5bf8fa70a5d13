import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Feed } from '../../src/demo/outsider/deliveries.js'
import { fillIn, wordsOf, type SlackMessage } from '../../src/demo/outsider/slack-person.js'
import { runHeard } from '../cli/run.js'
import { seededRandom } from '../support/random.js'
import { easyScale, event } from './answers.js'
import { forgedClick, forgedForm, toSlackDoor } from './forged.js'
import { send } from './stage.js'
import { openTeamsStage, quietSoon, type TeamsStage } from './teams-stage.js'
import { alpha, beta, ownerOf, type TeamOnStage } from './teams.js'

vi.setConfig({ testTimeout: 300_000 })

const actions = 500
const atOnce = 8
const random = seededRandom(20_261_122)
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T

let stage: TeamsStage
const feeds = new Map<string, Feed>()
const did: Record<string, number> = {}

beforeAll(async () => {
  stage = await openTeamsStage()
  for (const team of [alpha, beta]) {
    await stage.install(team)
    await stage.invite(team)
    feeds.set(team.id, await stage.setUp(team))
  }
})
afterAll(() => stage.close())

/** Both teams have the same customers, and their tools the same answer ids: only the workspace keeps them apart. */
async function answers(team: TeamOnStage): Promise<string> {
  const n = Math.floor(random() * 24)
  const { status } = await send(
    event(feeds.get(team.id) as Feed, {
      responseId: `r-${n}`,
      customer: {
        id: `c-${n % 12}`,
        email: `c${n % 12}@customers.example`,
        name: `Customer of ${team.word}`,
      },
      score: 1 + Math.floor(random() * 3),
      comment: `said to ${team.word} only`,
      metric: 'ces',
      scale: easyScale,
      survey: `s${n % team.alerts.length}`,
    }),
  )
  return `answer ${status}`
}

interface Standing {
  channel: string
  card: SlackMessage
}

async function aCard(team: TeamOnStage, user: string): Promise<Standing | null> {
  const channel = pick(team.alerts)
  const all = await stage.person(user).messages(channel)
  const cards = all.filter(({ ephemeral, ts, thread_ts: thread }) => !ephemeral && (thread ?? ts) === ts)
  return cards.length === 0 ? null : { channel, card: pick(cards) }
}

/** Presses any button that is still there; a form that opens is filled in and sent. */
async function presses(team: TeamOnStage): Promise<string> {
  const user = pick(team.people)
  const found = await aCard(team, user)
  const buttons = (found?.card.blocks ?? []).flatMap((block) =>
    block.type === 'actions' ? (block.elements ?? []).filter(({ type }) => type === 'button') : [],
  )
  if (!found || buttons.length === 0) return commands(team)
  const person = stage.person(user)
  const pressed = await person.click(found.channel, found.card, pick(buttons)).catch(() => null)
  const [view] = await person.views()
  if (!view || !pressed) return `click ${pressed?.acked ?? 'was gone'}`
  const sent = await person.submit(view, fillIn(view, `written in ${team.word}`)).catch(() => null)
  return `form ${sent?.acked ?? 'was gone'}`
}

async function commands(team: TeamOnStage): Promise<string> {
  const { acked } = await stage
    .person(pick(team.people))
    .slash(pick(team.alerts), '/nps', pick(['', 'last7d', 'help']))
  return `command ${acked}`
}

async function act(): Promise<void> {
  const team = pick([alpha, beta])
  const kind = random()
  const told = await (kind < 0.14 ? answers(team) : kind < 0.5 ? presses(team) : commands(team))
  did[told] = (did[told] ?? 0) + 1
}

/** What was not done often enough to show anything. */
function lacking(): string[] {
  const kinds = ['answer 200', 'click true', 'form true', 'command true']
  return kinds.filter((kind) => (did[kind] ?? 0) < 6)
}

async function allMessages(team: TeamOnStage): Promise<SlackMessage[]> {
  const seen: SlackMessage[] = []
  for (const user of team.people) {
    for (const channel of [team.home, ...team.alerts])
      seen.push(...(await stage.person(user).messages(channel)))
  }
  return seen
}

describe('two workspaces at work at once', () => {
  it(`${actions} actions: nothing of one is seen by the other, nor said with its token`, async () => {
    const began = stage.calls.length
    let left = actions
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        // On a busy machine cards come late, and with them what can be pressed: then there are more actions.
        while (left-- > 0 || (left > -actions && lacking().length > 0)) await act()
      }),
    )
    await quietSoon(stage, 90_000)

    const calls = stage.calls.slice(began)
    const wrong = calls.filter(({ team, channel }) => channel !== undefined && ownerOf(channel) !== team)
    const refused = calls.filter(({ ok, error }) => !ok && !harmless.has(error ?? ''))
    process.stdout.write(
      `two teams: ${JSON.stringify(did)}; calls of alpha ${callsOf(calls, alpha)}, of beta ${callsOf(calls, beta)}\n`,
    )
    expect(wrong).toEqual([])
    expect(refused).toEqual([])
    expect(Object.values(did).reduce((sum, n) => sum + n, 0)).toBeGreaterThanOrEqual(actions)
    expect(lacking(), JSON.stringify(did)).toEqual([])
    for (const [team, other] of [
      [alpha, beta],
      [beta, alpha],
    ] as const) {
      const messages = await allMessages(team)
      expect(messages.filter((message) => wordsOf(message).includes(team.word)).length).toBeGreaterThan(10)
      expect(messages.filter((message) => wordsOf(message).includes(other.word))).toEqual([])
      expect(callsOf(calls, team)).toBeGreaterThan(10)
    }
  })

  it('no row of one refers to a row of the other', async () => {
    const { pool } = stage.database.database
    const { rows: references } = await pool.query<{ from: string; column: string; to: string }>(
      `SELECT c.table_name AS from, c.column_name AS column, t.table_name AS to
       FROM information_schema.columns c
       JOIN information_schema.columns w ON w.table_name = c.table_name AND w.column_name = 'workspace_id'
       JOIN information_schema.columns t ON t.column_name = 'workspace_id' AND t.table_name || '_id' = c.column_name
       WHERE c.table_schema = 'public' AND w.table_schema = 'public' AND t.table_schema = 'public'`,
    )
    const looked: Record<string, number> = {}
    for (const { from, column, to } of references) {
      const { rows } = await pool.query<{ all: string; foreign: string }>(
        `SELECT count(*) AS all, count(*) FILTER (WHERE a.workspace_id <> b.workspace_id) AS foreign
         FROM ${from} a JOIN ${to} b ON b.id = a.${column}`,
      )
      looked[`${from}.${column}`] = Number(rows[0]?.all)
      expect(rows[0]?.foreign, `${from}.${column}`).toBe('0')
    }
    process.stdout.write(`two teams: rows compared ${JSON.stringify(looked)}\n`)
    for (const known of [
      'response.customer_id',
      'alert.loop_id',
      'loop_event.loop_id',
      'card_message.loop_id',
    ]) {
      expect(looked[known] ?? 0, known).toBeGreaterThan(10)
    }
  })

  it('no token stands in the database in plain', async () => {
    const { pool } = stage.database.database
    const { rows: tables } = await pool.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`,
    )
    for (const { name } of tables) {
      const { rows } = await pool.query(`SELECT 1 FROM ${name} t WHERE t::text ~ 'xox[a-z][.-]'`)
      expect(rows, name).toEqual([])
    }
  })
})

describe('the command line', () => {
  it('asks which workspace is meant, and takes its name', async () => {
    const [listed, unsure, sure] = await Promise.all([
      runHeard(stage.env, 'workspace', 'list'),
      runHeard(stage.env, 'route', 'list'),
      runHeard(stage.env, 'route', 'list', '--workspace', 'team beta'),
    ])

    expect(listed.out).toMatch(/Team alpha {2}Slack: Team alpha[\s\S]*Team beta {2}Slack: Team beta/)
    expect([unsure.status, unsure.err]).toEqual([1, expect.stringContaining('Add --workspace') as string])
    expect(unsure.err).toMatch(/Team alpha[\s\S]*Team beta/)
    expect(sure.status).toBe(0)
    expect(sure.out).toContain(beta.alerts[0])
    expect(sure.out).not.toContain(alpha.alerts[0])
  })
})

describe('a payload that names the other team', () => {
  it.each([
    ['a click', (loopId: string) => forgedClick(loopId, nowhere())],
    ['a form', (loopId: string) => forgedForm(loopId)],
  ])('%s finds no loop there and changes nothing', async (_, payloadOf) => {
    const { prisma } = stage.database.database
    const workspaceId = await stage.workspaceOf(alpha)
    const loop = await prisma.loop.findFirstOrThrow({ where: { workspaceId } })
    const began = stage.calls.length

    const reply = await toSlackDoor(stage.url, payloadOf(loop.id))

    expect(reply.status).toBe(200)
    await stage.stopBot()
    await stage.startBot()
    expect(await prisma.loop.findUniqueOrThrow({ where: { id: loop.id } })).toEqual(loop)
    expect(stage.calls.slice(began)).toEqual([])
  })

  it('a team that never installed the app is told that Heard does not know it', async () => {
    const body = { command: '/nps', text: '', team_id: 'T0NOBODY', user_id: 'U0X', user_name: 'x' }
    const began = stage.calls.length

    expect((await toSlackDoor(stage.url, body)).status).toBe(200)

    expect(stage.calls.slice(began)).toEqual([])
  })
})

const harmless = new Set(['ratelimited', 'expired_trigger_id', 'exchanged_trigger_id'])

function callsOf(calls: TeamsStage['calls'], team: TeamOnStage): number {
  return calls.filter((call) => call.team === team.id).length
}

const nowhere = (): string => `${stage.standIn.url}/actions/none`
