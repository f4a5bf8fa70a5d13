import { systemClock } from '../../src/clock.js'
import { demoSlack, people } from '../../src/demo/slack-seed.js'
import { startStandIn } from '../../src/playground/stand-in.js'

/** The stand-in for Slack as a process of its own; it says each post that it took, and when. */
export interface SlackOrder {
  channels: string[]
}

export interface SlackReady {
  url: string
  apiUrl: string
  botToken: string
  signingSecret: string
}

export interface Posted {
  /** Of the machine's monotonic clock, which all processes share. */
  postedAt: number
}

/** Milliseconds of the clock that all processes of a machine share. */
const now = (): number => Number(process.hrtime.bigint()) / 1e6

process.once('message', ({ channels }: SlackOrder) => {
  const slack = demoSlack()
  const members = Object.values(people)
  for (const id of channels)
    slack.seed.teams[0]?.channels.push({ id, name: id.toLowerCase(), members, botIsMember: true })
  const { botToken, signingSecret } = slack
  void startStandIn({
    seed: slack.seed,
    clock: systemClock,
    log: ({ method, ok }) => {
      if (ok && method === 'chat.postMessage') process.send?.({ postedAt: now() } satisfies Posted)
    },
  }).then(({ url, apiUrl }) => process.send?.({ url, apiUrl, botToken, signingSecret } satisfies SlackReady))
})
process.send?.({ ready: true })
