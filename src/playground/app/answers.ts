import { z } from 'zod'
import { isObject } from '../json.js'
import { type Content, readContent } from '../methods/content.js'
import { addMessage, messagesFor, removeMessage } from '../store/messages.js'
import { Refusal } from '../store/refusal.js'
import type { Message, ResponseUrl, State, Team } from '../store/state.js'
import { useResponseUrl } from '../store/triggers.js'

const raw = z.unknown().transform((value) => (value === undefined ? undefined : { value }))

/** The message an app may answer with: to a command's ack, and to a response_url. */
const Answer = z.strictObject({
  text: z.string().optional(),
  blocks: raw.optional(),
  attachments: raw.optional(),
  metadata: raw.optional(),
  response_type: z.enum(['ephemeral', 'in_channel']).default('ephemeral'),
  replace_original: z.boolean().default(false),
  delete_original: z.boolean().default(false),
  thread_ts: z.string().optional(),
  mrkdwn: z.boolean().default(true),
  parse: z.enum(['none', 'full']).optional(),
  link_names: z.boolean().optional(),
  unfurl_links: z.boolean().optional(),
  unfurl_media: z.boolean().optional(),
})
export type Answer = z.output<typeof Answer>

export function readAnswer(body: unknown): Answer {
  const parsed = Answer.safeParse(typeof body === 'string' ? { text: body } : body)
  if (!parsed.success) throw new Refusal('response-url.body')
  return parsed.data
}

function contentOf(answer: Answer, state: State): Content {
  const { reading, ...content } = readContent(answer, state.newId)
  return { ...content, reading: { ...reading, mrkdwn: answer.mrkdwn } }
}

interface Where {
  state: State
  team: Team
  channel: string
  user: string
  now: number
}

/** Puts the app's answer where it belongs: for one person, or for the channel. */
export function addAnswer({ state, team, channel, user, now }: Where, answer: Answer): Message {
  return addMessage(
    state,
    {
      ...contentOf(answer, state),
      teamId: team.id,
      channel,
      user: team.botUserId,
      byApp: true,
      broadcast: false,
      threadTs: answer.thread_ts,
      onlyFor: answer.response_type === 'ephemeral' ? user : undefined,
    },
    now,
  )
}

function originalOf(state: State, team: Team, url: ResponseUrl): Message | undefined {
  const channel = team.channels.get(url.channel)
  if (!channel || !url.original) return undefined
  return messagesFor(state, channel, url.user).find(
    (message) => message.ts === url.original?.ts && message.byApp,
  )
}

function apply(state: State, team: Team, url: ResponseUrl, answer: Answer, now: number): void {
  const original = originalOf(state, team, url)
  if ((answer.delete_original || answer.replace_original) && !original)
    throw new Refusal('response-url.original')
  if (answer.delete_original && original) return removeMessage(state, original)
  if (answer.replace_original && original) {
    Object.assign(original, contentOf(answer, state))
    return
  }
  const added = addAnswer({ state, team, channel: url.channel, user: url.user, now }, answer)
  url.original ??= { ts: added.ts }
}

/** One POST to a response_url. Throws a Refusal of the rows `response-url.*`. */
export function answerResponseUrl(state: State, path: string, body: unknown, now: number): void {
  if (!isObject(body)) throw new Refusal('response-url.body')
  const answer = readAnswer(body)
  const url = useResponseUrl(state, path, now)
  const team = state.teams.get(url.teamId)
  if (!team) throw new Refusal('response-url.unknown')
  try {
    apply(state, team, url, answer, now)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    if (error.rule === 'message.no-text') throw new Refusal('response-url.no-text')
    if (error.rule !== 'message.blocks-invalid') throw error
    throw new Refusal('response-url.blocks', error.extra, error.kitRules)
  }
}
