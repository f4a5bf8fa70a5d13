import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setRoute } from '../../src/alerts/set-route.js'
import { systemRandom } from '../../src/clock.js'
import { readConfig } from '../../src/config.js'
import type { Feed } from '../../src/demo/outsider/deliveries.js'
import { alertChannel, demoSlack, homeChannel } from '../../src/demo/slack-seed.js'
import { newUuid } from '../../src/ids.js'
import { openLog } from '../../src/logging/log.js'
import { startHeard } from '../../src/main.js'
import { startStandIn } from '../../src/playground/stand-in.js'
import { addSource } from '../../src/surveys/add-source.js'
import { setWorkspace } from '../../src/workspaces/set-workspace.js'
import { firstWorkspace } from '../../src/workspaces/store.js'

/** A Monday: always the same one, so that the pictures do not change from day to day. */
const day = '2026-11-16'
const minuteMs = 60_000

export interface Stage {
  slackUrl: string
  clock: () => number
  /** Sets the clock to hours and minutes of the day, UTC; it runs on from there and never goes back. */
  setTime(time: string): void
  /** Four minutes later. */
  later(): void
  feeds: { typeform: Feed; canonical: Feed }
  close(): Promise<void>
}

/** A clock that is set by hand and runs between. */
function handClock() {
  let from = Date.parse(`${day}T07:00:00Z`)
  let since = performance.now()
  const clock = (): number => Math.floor(from + performance.now() - since)
  const set = (to: number): void => {
    from = Math.max(to, clock())
    since = performance.now()
  }
  return {
    clock,
    setTime: (time: string) => set(Date.parse(`${day}T${time}:00Z`)),
    later: () => set(Math.ceil(clock() / minuteMs) * minuteMs + 3 * minuteMs),
  }
}

/**
 * The whole product in front of the stand-in, both on one clock of their own. By Socket Mode: nothing there is signed,
 * so no machine's clock has a say.
 * @param databaseUrl left out: a PostgreSQL of its own
 */
export async function openStage(databaseUrl?: string): Promise<Stage> {
  const { clock, setTime, later } = handClock()
  const slack = demoSlack()
  const appToken = 'xapp-1-A0HEARD-1-abc'
  const [team] = slack.seed.teams
  if (team) team.appToken = appToken
  const standIn = await startStandIn({ seed: slack.seed, clock })
  const dataFolder = await mkdtemp(path.join(os.tmpdir(), 'heard-pictures-'))
  const config = readConfig({
    ...(databaseUrl && { DATABASE_URL: databaseUrl }),
    HEARD_DATA: dataFolder,
    HEARD_PORT: '0',
    HEARD_KEY: randomBytes(32).toString('base64'),
    HEARD_LOG: process.env['HEARD_LOG'] ?? 'error',
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_API_URL: standIn.apiUrl,
    SLACK_APP_TOKEN: appToken,
  })
  const log = openLog(config.log)
  const heard = await startHeard({ config, log, clock, newId: newUuid, random: systemRandom })
  const { prisma } = heard.data.database
  const { id: workspaceId } = await firstWorkspace({ prisma, newId: newUuid }, clock())
  await setWorkspace({ prisma }, workspaceId, { name: 'Demo team', homeChannel, timeZone: 'Europe/Berlin' })
  await setRoute({ prisma, newId: newUuid }, workspaceId, { channel: alertChannel }, clock())
  async function feed(kind: string, name: string): Promise<Feed> {
    const added = await addSource(
      { prisma, sealer: heard.sealer, newId: newUuid },
      { workspaceId, kind, name, now: clock() },
    )
    return { url: `${heard.url}/webhooks/${kind}/${added.token}`, secret: added.madeSecret ?? '' }
  }
  return {
    ...{ slackUrl: standIn.url, clock, setTime, later },
    feeds: {
      typeform: await feed('typeform', 'relationship'),
      canonical: await feed('canonical', 'our-app'),
    },
    async close() {
      await heard.stop()
      await standIn.close()
      await rm(dataFolder, { recursive: true, force: true })
    },
  }
}
