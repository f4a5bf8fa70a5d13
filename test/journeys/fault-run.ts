import { setRoute } from '../../src/alerts/set-route.js'
import { demoTeam } from '../../src/demo/slack-seed.js'
import { newUuid } from '../../src/ids.js'
import { runHeard } from '../cli/run.js'
import type { QueueBackend } from '../support/redis.js'
import { faultKnobs, readHistory } from './fault-knobs.js'
import {
  about,
  answer,
  ephemeralsIn,
  faultNames,
  faults,
  homeSays,
  press,
  submitForm,
  told,
  type FaultName,
  type Run,
  type Seen,
} from './fault-scene.js'
import { openStage, until, type Stage } from './stage.js'

/** An answer and a click come while the fault is there. */
async function during(run: Run, name: FaultName): Promise<Seen> {
  const { channel } = faults[name]
  const [webhook, click] = await Promise.all([answer(run, channel), press(run, channel)])
  return {
    status: webhook.status,
    webhookMs: webhook.ms,
    acks: [click],
    ephemerals: [],
    forms: 0,
    home: [],
    health: [],
    homeAfter: [],
    healthAfter: [],
    lateMs: 0,
    cards: { channel: [], database: [] },
    lines: [],
    kinds: [],
  }
}

/** Compares Slack's history with the database, once all is told. */
async function lookAfter(run: Run, name: FaultName, seen: Seen): Promise<void> {
  const { channel } = faults[name]
  const { prisma } = run.stage.database.database
  const rows = await prisma.cardMessage.findMany({
    where: { channel },
    include: { loop: { include: { events: { orderBy: { id: 'asc' } } } } },
  })
  seen.cards.channel = (await readHistory(run.stage, channel)).map(({ id }) => id).toSorted()
  seen.cards.database = rows.map(({ id }) => id).toSorted()
  for (const { messageId, loop } of rows) {
    const [, ...thread] = await readHistory(run.stage, channel, messageId ?? '')
    const history = loop.events.slice(1).map(({ id }) => String(id))
    seen.lines.push({ thread: thread.map(({ id }) => id), history })
    seen.kinds.push(loop.events.map(({ kind }) => kind))
  }
  seen.ephemerals.push(...(await ephemeralsIn(run, channel)))
  seen.homeAfter = (await homeSays(run, channel)).slice(seen.home.length)
}

const inChannels: FaultName[] = faultNames.slice(0, 7)
const needOperator: FaultName[] = ['channel archived', 'bot removed']

const healthOf = async ({ env }: Stage): Promise<string> => (await runHeard(env, 'health')).out

/** What is not told yet says why. */
async function untilTold(run: Run, name: FaultName, withinMs: number): Promise<void> {
  const { channel } = faults[name]
  const { prisma } = run.stage.database.database
  try {
    await until(`${name} to be over`, () => told(run, channel), withinMs)
  } catch (error) {
    const cards = await prisma.cardMessage.findMany({ where: { channel } })
    const troubles = await prisma.channelTrouble.findMany()
    throw new Error(`${new Date().toISOString()} ${JSON.stringify({ cards, troubles }, null, 1)}`, {
      cause: error,
    })
  }
}

/** Seven faults at once, each in its channel. */
async function strikeChannels(run: Run): Promise<Map<FaultName, Seen>> {
  const { stage, knobs } = run
  const ids = new Map<FaultName, string>()
  for (const name of inChannels) {
    const { channel, knob } = faults[name]
    ids.set(name, await knobs.set({ ...knob, channel, team: demoTeam }))
  }
  const began = performance.now()
  const seen = new Map<FaultName, Seen>()
  const strike = async (name: FaultName): Promise<void> => {
    const { channel } = faults[name]
    const one = await during(run, name)
    seen.set(name, one)
    if (!needOperator.includes(name)) {
      await untilTold(run, name, 90_000)
    } else {
      await until(`the home channel to hear of ${name}`, async () => (await homeSays(run, channel))[0])
      one.home = await homeSays(run, channel)
    }
    one.lateMs = Math.round(performance.now() - began)
  }
  const health = until('the operator to look', async () => {
    const notes = await Promise.all(needOperator.map((name) => homeSays(run, faults[name].channel)))
    return notes.every(({ length }) => length > 0) ? healthOf(stage) : undefined
  })
  await Promise.all(inChannels.map(strike))
  for (const name of inChannels) {
    const one = seen.get(name)
    if (one) one.health = about(await health, faults[name].channel)
  }
  const hits = new Map((await knobs.list()).map(({ id, hits: count }) => [id, count]))
  for (const [name, id] of ids) {
    if (!needOperator.includes(name) && hits.get(id) === 0) throw new Error(`${name} never struck`)
    await knobs.end(id)
  }
  const mended = performance.now()
  for (const name of needOperator) {
    await untilTold(run, name, 60_000)
    const one = seen.get(name)
    if (one) one.lateMs = Math.round(performance.now() - mended)
  }
  await stage.settled(0)
  return seen
}

/** Nothing of the workspace reaches Slack: neither a post nor a form. */
async function strikeToken(run: Run): Promise<Seen> {
  const { stage, knobs } = run
  const { channel, knob } = faults['token revoked']
  const id = await knobs.set({ ...knob, team: demoTeam })
  const seen = await during(run, 'token revoked')
  seen.acks.push(await press(run, channel, 'Record steps'))
  await until('the one who clicked to be told', async () => (await ephemeralsIn(run, channel))[0])
  await until('trouble to be noted', async () =>
    (await stage.database.database.prisma.channelTrouble.count()) > 0 ? true : undefined,
  )
  seen.health = about(await healthOf(stage), channel)
  seen.home = await homeSays(run, channel)
  await knobs.end(id)
  const mended = performance.now()
  await untilTold(run, 'token revoked', 60_000)
  seen.lateMs = Math.round(performance.now() - mended)
  await stage.settled(0)
  return seen
}

/** A claim, a form opened and a form sent, each of them twice. */
async function strikeTwice(run: Run, name: 'duplicate event' | 'double click'): Promise<Seen> {
  const { stage, knobs } = run
  const { channel, knob } = faults[name]
  const id = await knobs.set({ ...knob, team: demoTeam })
  const began = performance.now()
  const seen = await during(run, name)
  await untilTold(run, name, 60_000)
  seen.acks.push(await press(run, channel, 'Record steps'))
  await until('the form', async () => (await stage.ana.views())[0])
  // What a second click would bring has time to come.
  await new Promise((resolve) => setTimeout(resolve, 500))
  seen.forms = (await stage.ana.views()).length
  seen.acks.push(await submitForm(run))
  await stage.settled(0)
  seen.lateMs = Math.round(performance.now() - began)
  await knobs.end(id)
  return seen
}

/** All ten faults on one queue backend: before each there is a card, and during it comes another and a click on the first. */
export async function meetAllFaults(backend: QueueBackend): Promise<Map<FaultName, Seen>> {
  const stage = await openStage({ backend, channels: Object.values(faults).map(({ channel }) => channel) })
  try {
    const { prisma } = stage.database.database
    const run: Run = { stage, feed: await stage.source('canonical'), knobs: faultKnobs(stage.slackUrl) }
    for (const { channel } of Object.values(faults)) {
      await setRoute({ prisma, newId: newUuid }, stage.workspaceId, { channel, survey: channel }, Date.now())
    }
    await Promise.all(Object.values(faults).map(({ channel }) => answer(run, channel)))
    await stage.settled(0)
    const seen = await strikeChannels(run)
    seen.set('token revoked', await strikeToken(run))
    seen.set('duplicate event', await strikeTwice(run, 'duplicate event'))
    seen.set('double click', await strikeTwice(run, 'double click'))
    const health = await healthOf(stage)
    for (const [name, one] of seen) {
      await lookAfter(run, name, one)
      one.healthAfter = about(health, faults[name].channel)
    }
    return seen
  } finally {
    await stage.close()
  }
}
