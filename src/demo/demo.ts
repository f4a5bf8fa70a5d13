import { parseArgs } from 'node:util'
import { systemClock, systemRandom } from '../clock.js'
import { readConfig } from '../config.js'
import { AppError } from '../errors.js'
import { messagesFor } from '../messages/messages.js'
import { newUuid } from '../ids.js'
import { openLog } from '../logging/log.js'
import { startHeard, type Heard } from '../main.js'
import { startStandIn, type StandIn } from '../playground/stand-in.js'
import { slackPath } from '../slack/door.js'
import { newDataFolder, removeDataFolder, removeKilledDemos } from './data-folder.js'
import { goOnAlone } from './go-on-alone.js'
import { realSlackRefusal, realSlackSettings, settingsHere } from './real-slack.js'
import { sendStory } from './send-story.js'
import { setUpDemo } from './set-up.js'
import { showOn, type Show } from './show.js'
import { demoSlack, demoTeam } from './slack-seed.js'

const help = `Heard, shown on this machine: embedded PostgreSQL, the bot, and a local stand-in for Slack.

  npm run demo                 sets everything up, tells a story, and stays up for you to try
  npm run demo -- --once       goes on by itself: claims a card, works it, closes it, asks /nps; exit 0 only if all
                               of it really happened
  npm run demo -- --port 4000  the bot's port (default: a free one)
  npm run demo -- --ignore-slack-settings
                               starts although the bot of this folder is configured for a real Slack

Real Slack, your DATABASE_URL and REDIS_URL are not touched: the demo ignores them.`

interface Stage {
  heard: Heard
  standIn: StandIn
  dataFolder: string
  close(): Promise<void>
}

async function openStage(show: Show, port: string): Promise<Stage> {
  const slack = demoSlack()
  const quiet = openLog('silent')
  await removeKilledDemos(quiet)
  const dataFolder = newDataFolder()
  show.step('A local Slack, and a PostgreSQL of its own ...')
  const standIn = await startStandIn({ seed: slack.seed, clock: systemClock })
  const config = readConfig({
    HEARD_DATA: dataFolder,
    HEARD_PORT: port,
    HEARD_LOG: process.env.HEARD_LOG ?? 'error',
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: standIn.apiUrl,
  })
  const log = openLog(config.log)
  try {
    const heard = await startHeard({ config, log, clock: systemClock, newId: newUuid, random: systemRandom })
    standIn.setRequestUrl(demoTeam, `${heard.url}${slackPath}`)
    show.line(`   Heard listens on ${heard.url}, the stand-in for Slack on ${standIn.url}`)
    const close = async (): Promise<void> => {
      await heard.stop()
      await standIn.close()
      removeDataFolder(dataFolder)
    }
    return { heard, standIn, dataFolder, close }
  } catch (error) {
    await standIn.close()
    removeDataFolder(dataFolder)
    throw error
  }
}

async function tell(show: Show, stage: Stage, once: boolean): Promise<boolean> {
  const feeds = await setUpDemo(stage.heard, { clock: systemClock, newId: newUuid })
  const story = await sendStory(show, feeds, stage.standIn.url, systemClock())
  if (once) return goOnAlone(show, stage.standIn.url, story)
  const ended = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
  show.step('Try it')
  show.line(`   Open the page:                ${stage.standIn.url}`)
  show.line(
    `                                 Claim a card, work it, close it; type /nps last30d; be somebody else.`,
  )
  const there = `HEARD_DATA=${stage.dataFolder} HEARD_PUBLIC_URL=${stage.heard.url ?? ''}`
  show.line(`   Look at the set-up:           ${there} npm run heard -- question list`)
  show.line('   Connect a tool of yours:      the same with -- source add --help')
  show.line('   See a loop worked and closed: npm run demo -- --once')
  show.line('   Connect your own Slack:       README, "Connect Slack"')
  show.line('\n   Ctrl-C ends the demo.')
  await ended
  return true
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      once: { type: 'boolean', default: false },
      port: { type: 'string', default: '0' },
      'ignore-slack-settings': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const show = showOn(process.stdout)
  if (values.help) {
    show.line(help)
    return 0
  }
  const real = values['ignore-slack-settings'] ? [] : realSlackSettings(settingsHere())
  if (real.length > 0) {
    process.stderr.write(`The demo does not start: ${realSlackRefusal(real)}\n`)
    return 1
  }
  let stage: Stage | undefined
  try {
    stage = await openStage(show, values.port)
    return (await tell(show, stage, values.once)) ? 0 : 1
  } catch (error) {
    const text = error instanceof AppError ? error.tell(messagesFor('en')) : String(error)
    process.stderr.write(`\nThe demo stopped: ${text}\n`)
    return 1
  } finally {
    await stage?.close()
  }
}

process.exitCode = await main()
