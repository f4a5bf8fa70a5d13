import { z } from 'zod'
import type { Feed } from '../../src/demo/outsider/deliveries.js'
import {
  fillIn,
  primaryButton,
  type Answered,
  type SlackElement,
  type SlackMessage,
} from '../../src/demo/outsider/slack-person.js'
import { event } from './answers.js'
import type { faultKnobs } from './fault-knobs.js'
import { homeChannel, send, until, type Stage } from './stage.js'

/** Each fault in a channel of its own, so that most of them can strike at once. */
export const faults = {
  'HTTP 429': { channel: 'C0LIMIT', knob: { kind: 'rate_limited', retry_after: 2, times: 3 } },
  'HTTP 500': { channel: 'C0FAIL', knob: { kind: 'server_error', times: 3 } },
  slow: { channel: 'C0SLOW', knob: { kind: 'slow', ms: 2_000, times: 3 } },
  'time-out': { channel: 'C0HANG', knob: { kind: 'time_out', times: 1 } },
  'reply lost after commit': {
    channel: 'C0LOST',
    knob: { kind: 'reply_lost', method: 'chat.postMessage', times: 2 },
  },
  'channel archived': { channel: 'C0ARCHIVE', knob: { kind: 'channel_archived' } },
  'bot removed': { channel: 'C0REMOVED', knob: { kind: 'bot_removed' } },
  'token revoked': { channel: 'C0REVOKED', knob: { kind: 'token_revoked' } },
  'duplicate event': { channel: 'C0TWICE', knob: { kind: 'duplicate_event', of: 'interactive' } },
  'double click': { channel: 'C0DOUBLE', knob: { kind: 'double_click' } },
} as const satisfies Record<string, { channel: string; knob: Record<string, unknown> }>

export type FaultName = keyof typeof faults
export const faultNames = Object.keys(faults) as FaultName[]

/** What was seen of one fault. */
export interface Seen {
  /** Of the webhook sent during the fault. */
  status: number
  webhookMs: number
  /** Of each click and form sent during it. */
  acks: (Answered & { ms: number })[]
  /** What only the one who clicked reads, and modals left open. */
  ephemerals: string[]
  forms: number
  /** During it. */
  home: string[]
  health: string[]
  /** After it. */
  homeAfter: string[]
  healthAfter: string[]
  lateMs: number
  cards: { channel: string[]; database: string[] }
  lines: { thread: string[]; history: string[] }[]
  kinds: string[][]
}

export interface Run {
  stage: Stage
  feed: Feed
  knobs: ReturnType<typeof faultKnobs>
}

const nps = {
  question: { key: 'recommend', title: 'Would you recommend us?' },
  metric: 'nps',
  scale: { min: 0, max: 10, direction: 'high_is_good' },
} as const

export async function answer({ feed }: Run, channel: string): Promise<{ status: number; ms: number }> {
  const before = performance.now()
  const { status } = await send(event(feed, { ...nps, survey: channel, score: 3, comment: 'Nobody called.' }))
  return { status, ms: Math.round(performance.now() - before) }
}

export async function rootsOf({ stage }: Run, channel: string): Promise<SlackMessage[]> {
  return (await stage.ana.messages(channel)).filter(
    (one) => (one.thread_ts ?? one.ts) === one.ts && !one.ephemeral,
  )
}

export async function press({ stage }: Run, channel: string, label?: string): Promise<Seen['acks'][number]> {
  const [card] = await rootsOf({ stage } as Run, channel)
  if (!card) throw new Error(`no card in ${channel}`)
  const elements = (card.blocks ?? []).flatMap((block) =>
    block.type === 'actions' ? (block.elements ?? []) : [],
  )
  const button: SlackElement | undefined =
    label === undefined ? primaryButton(card) : elements.find((one) => one.text?.text === label)
  if (!button) throw new Error(`no ${label ?? 'primary'} button`)
  return stage.ana.click(channel, card, button) as Promise<Seen['acks'][number]>
}

/** Fills in and sends the form that is open. */
export async function submitForm({ stage }: Run): Promise<Seen['acks'][number]> {
  const view = await until('the form', async () => (await stage.ana.views())[0])
  return stage.ana.submit(view, fillIn(view, 'We called back.')) as Promise<Seen['acks'][number]>
}

const Rendered = z.object({ text: z.string() })
const textOf = (message: SlackMessage): string =>
  Rendered.safeParse(message.rendered).data?.text ?? message.text

export async function homeSays({ stage }: Run, channel: string): Promise<string[]> {
  const all = (await stage.ana.messages(homeChannel)).map(textOf)
  return all.filter((text) => text.includes(channel))
}

/** The lines of `heard health` that are about this channel, or about all of Slack. */
export function about(health: string, channel: string): string[] {
  const lines = health.split('\n')
  return lines.filter(
    (line) =>
      /^(WRONG|note)/.test(line) && (line.includes(channel) || /^WRONG (Delivery to )?Slack:/.test(line)),
  )
}

export async function told({ stage }: Run, channel: string): Promise<true | undefined> {
  const { prisma } = stage.database.database
  const cards = await prisma.cardMessage.findMany({ where: { channel } })
  const alerts = await stage.database.database.pool.query(
    'SELECT 1 FROM alert WHERE handled_version < version',
  )
  return cards.length === 2 &&
    alerts.rows.length === 0 &&
    cards.every((one) => one.shownVersion === one.wantedVersion)
    ? true
    : undefined
}

export async function ephemeralsIn({ stage }: Run, channel: string): Promise<string[]> {
  return (await stage.ana.messages(channel)).filter(({ ephemeral }) => ephemeral).map(({ text }) => text)
}
