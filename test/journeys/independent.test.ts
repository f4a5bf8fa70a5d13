import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { setRoute } from '../../src/alerts/set-route.js'
import { systemClock, systemRandom } from '../../src/clock.js'
import { readConfig } from '../../src/config.js'
import { slackPerson, until, type SlackMessage } from '../../src/demo/outsider/slack-person.js'
import { workALoop } from '../../src/demo/outsider/work-a-loop.js'
import { alertChannel, demoSlack, demoTeam, homeChannel, people } from '../../src/demo/slack-seed.js'
import { newUuid } from '../../src/ids.js'
import { openLog } from '../../src/logging/log.js'
import { startHeard } from '../../src/main.js'
import { startStandIn } from '../../src/playground/stand-in.js'
import { addSource } from '../../src/surveys/add-source.js'
import { bindQuestion } from '../../src/surveys/bind-question.js'
import { buildSealer } from '../../src/workspaces/seal.js'
import { setWorkspace } from '../../src/workspaces/set-workspace.js'
import { firstWorkspace } from '../../src/workspaces/store.js'
import { freshDatabase } from '../support/database.js'
import { effortScale, event, typeformNps } from './answers.js'
import { openEmulateSide, type EmulateSide } from './emulate/side.js'
import { readChannel } from './emulate/web-api.js'
import { send } from './stage.js'

/** What a Slack must have for the story. */
type Side = Pick<
  EmulateSide,
  'apiUrl' | 'botToken' | 'signingSecret' | 'channels' | 'person' | 'setRequestUrl' | 'close'
>

async function openOwnSide(): Promise<Side> {
  const slack = demoSlack()
  const standIn = await startStandIn({ seed: slack.seed, clock: systemClock })
  return {
    apiUrl: standIn.apiUrl,
    botToken: slack.botToken,
    signingSecret: slack.signingSecret,
    channels: { alerts: alertChannel, home: homeChannel },
    person: slackPerson(standIn.url, people.agent),
    setRequestUrl: (url) => standIn.setRequestUrl(demoTeam, url),
    close: () => standIn.close(),
  }
}

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

/** The whole product on one Slack, and everything that it wrote there. */
async function tellTheStory(side: Side): Promise<{ alerts: SlackMessage[]; home: SlackMessage[] }> {
  const { url, bind, source } = await openProduct(side)
  side.setRequestUrl(`${url}/slack/events`)
  const typeform = await source('typeform')
  const canonical = await source('canonical')
  const roots = async (count: number): Promise<SlackMessage[]> =>
    until(`${count} cards`, async () => {
      const all = (await side.person.messages(side.channels.alerts)).filter(isRoot)
      return all.length >= count ? all : undefined
    })
  const hostile = '<!channel> <https://evil.example|click me> *bold* & "quoted"'
  await send(typeformNps(typeform, 3, { comment: hostile, email: 'dana@c.example', name: 'Dana <D> Reyes' }))
  const [first] = await roots(1)
  await send(typeformNps(typeform, 1, { comment: 'Worse still.', email: 'dana@c.example', name: 'Dana' }))
  await until('the second answer in the thread', async () =>
    (await side.person.messages(side.channels.alerts)).find((one) => /answered again/.test(one.text)),
  )
  await workALoop(side.person, side.channels.alerts, first?.ts ?? '', () => undefined)
  await send(event(canonical, { score: 2 }))
  await until('the question to be asked about', async () =>
    (await side.person.messages(side.channels.home)).find(isRoot),
  )
  await bind('canonical', { key: 'effort', metric: 'ces', ...effortScale })
  await send(event(canonical, { score: 6 }))
  await roots(2)
  return {
    alerts: await readChannel(side, side.channels.alerts),
    home: await readChannel(side, side.channels.home),
  }
}

const isRoot = ({ ts, thread_ts: thread }: SlackMessage): boolean => thread === undefined || thread === ts

async function openProduct(side: Side) {
  const fresh = await freshDatabase()
  closers.push(async () => fresh.drop())
  const dataFolder = await mkdtemp(path.join(os.tmpdir(), 'heard-independent-'))
  closers.push(() => rm(dataFolder, { recursive: true, force: true }))
  const { prisma } = fresh.database
  const key = randomBytes(32).toString('base64')
  const workspace = await firstWorkspace({ prisma, newId: newUuid }, systemClock())
  await setWorkspace({ prisma }, workspace.id, { homeChannel: side.channels.home })
  await setRoute({ prisma, newId: newUuid }, workspace.id, { channel: side.channels.alerts }, systemClock())
  const config = readConfig({
    DATABASE_URL: fresh.url,
    HEARD_DATA: dataFolder,
    HEARD_PORT: '0',
    HEARD_KEY: key,
    HEARD_LOG: 'silent',
    SLACK_BOT_TOKEN: side.botToken,
    SLACK_API_URL: side.apiUrl,
    SLACK_SIGNING_SECRET: side.signingSecret,
  })
  const log = openLog(config.log)
  const heard = await startHeard({ config, log, clock: systemClock, newId: newUuid, random: systemRandom })
  closers.push(() => heard.stop())
  return {
    url: heard.url ?? '',
    source: async (kind: string) => {
      const deps = { prisma, sealer: buildSealer(key), newId: newUuid }
      const added = await addSource(deps, { workspaceId: workspace.id, kind, name: kind, now: systemClock() })
      return { url: `${heard.url ?? ''}/webhooks/${kind}/${added.token}`, secret: added.madeSecret ?? '' }
    },
    bind: (sourceName: string, binding: Record<string, unknown>) =>
      bindQuestion(
        { prisma, bell: { ring: () => Promise.resolve() } },
        { workspaceId: workspace.id, sourceName, binding, by: 'test', now: systemClock() },
      ),
  }
}

/** What of a message must be the same on any Slack: not its ids (Slack names blocks that have none), nor the time of day. */
function comparable(messages: SlackMessage[]): unknown[] {
  return messages.map((message) => {
    const { text, blocks, metadata } = message as SlackMessage & { metadata?: unknown }
    const named = blocks?.map(({ block_id: id, ...block }) => (id?.includes(':') ? { id, ...block } : block))
    const json = JSON.stringify({ inThread: !isRoot(message), text, blocks: named, metadata })
    return JSON.parse(
      json
        .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<id>')
        .replaceAll(/<!date\^\d+\^([^|>]*)\|[^>]*>/g, '<!date^T^$1|T>')
        .replaceAll(/"timestamp":\d+/g, '"timestamp":0')
        .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'T'),
    ) as unknown
  })
}

describe('an independent Slack (emulate)', () => {
  it('takes the same posts, edits, thread lines and forms, and shows the same as our stand-in', async () => {
    const own = await openOwnSide()
    closers.push(() => own.close())
    const independent = await openEmulateSide()
    closers.push(() => independent.close())
    const [here, there] = await Promise.all([tellTheStory(own), tellTheStory(independent)])

    expect(there.alerts.filter(isRoot)).toHaveLength(2)
    expect(there.alerts[0]?.text).toMatch(/^Closed/)
    expect(there.alerts.length).toBeGreaterThanOrEqual(9)
    expect(comparable(there.alerts)).toEqual(comparable(here.alerts))
    expect(comparable(there.home)).toEqual(comparable(here.home))

    expect(await independent.person.slash(independent.channels.alerts, '/nps', 'last7d')).toMatchObject({
      acked: true,
    })
    const report = await until('the score', () => Promise.resolve(independent.replies.at(-1)))
    expect(JSON.stringify(report.blocks)).toContain('NPS')
    expect(report).toMatchObject({ response_type: 'ephemeral' })
  })
})
