import type { Feed } from '../../src/demo/outsider/deliveries.js'
import {
  wordsOf,
  type SlackBlock,
  type SlackElement,
  type SlackMessage,
} from '../../src/demo/outsider/slack-person.js'
import { typeformNps } from './answers.js'
import { alertChannel, send, until, type Stage } from './stage.js'

/** The customers of a storm by name: no name is a part of another. */
export function customers(count: number): string[] {
  return Array.from({ length: count }, (_, n) => `Unhappy-${String(n).padStart(3, '0')}`)
}

export interface Sent {
  name: string
  tookMs: number
  /** Epoch ms: from then on it may not be lost. */
  takenAt: number
}

/**
 * Unhappy answers at an even pace, as a survey tool sends them: each again until it is taken.
 * @param critical whose score is 0; all others are between 3 and 6
 */
export async function storm(
  feed: () => Feed,
  names: readonly string[],
  { overMs, critical }: { overMs: number; critical: string },
): Promise<Sent[]> {
  const begun = performance.now()
  const deliver = async (name: string, n: number): Promise<Sent> => {
    const wait = begun + (overMs * n) / names.length - performance.now()
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, wait)))
    const delivery = typeformNps(feed(), name === critical ? 0 : 3 + (n % 4), { name })
    return until(
      `${name} to be taken`,
      async () => {
        const asked = performance.now()
        const { origin } = new URL(feed().url)
        const url = delivery.url.replace(new URL(delivery.url).origin, origin)
        const reply = await send({ ...delivery, url }).catch(() => null)
        if (reply?.status !== 200) return undefined
        return { name, tookMs: performance.now() - asked, takenAt: Date.now() }
      },
      30_000,
    )
  }
  return Promise.all(names.map(deliver))
}

export interface Told {
  message: SlackMessage
  kind: 'card' | 'summary'
  /** Whose loops it tells of. */
  names: string[]
  /** Epoch ms. */
  at: number
}

/** What stands in the channel, as a person reads it: cards and summaries, oldest first. */
export async function channelOf(stage: Stage, names: readonly string[]): Promise<Told[]> {
  return (await stage.cards()).map((message) => {
    const words = wordsOf(message)
    return {
      message,
      kind: buttonsOf(message).length > 0 || /at once|among many/.test(message.text) ? 'summary' : 'card',
      names: names.filter((name) => words.includes(name)),
      at: Number(message.ts) * 1_000,
    }
  })
}

interface Line extends SlackBlock {
  accessory?: SlackElement & { value?: string; url?: string }
}

/** The lines of a summary that have a button. */
export function buttonsOf(message: SlackMessage): Line[] {
  return (message.blocks ?? []).filter((block: Line) => block.accessory !== undefined)
}

export function lineWith(message: SlackMessage, name: string): Line {
  const line = message.blocks?.find((block) => JSON.stringify(block).includes(name))
  if (!line) throw new Error(`no line of ${name}`)
  return line
}

/** Presses the button of a line. */
export async function press(stage: Stage, message: SlackMessage, line: Line): Promise<unknown> {
  const reply = await fetch(`${stage.slackUrl}/people/click`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      user: 'U0ANA',
      channel: alertChannel,
      ts: message.ts,
      action_id: line.accessory?.action_id,
      block_id: line.block_id,
    }),
  })
  return reply.json()
}

/** How often Slack asked the bot to slow down. */
export async function slowedDown(stage: Stage): Promise<number> {
  const reply = await fetch(`${stage.slackUrl}/platform/calls`)
  const { calls } = (await reply.json()) as { calls: { error?: string }[] }
  return calls.filter(({ error }) => error === 'ratelimited').length
}

/** Names that are told by no message, and those told by more than one. */
export function wronglyTold(told: readonly Told[], names: readonly string[]): string[] {
  return names.filter((name) => told.filter((one) => one.names.includes(name)).length !== 1)
}
