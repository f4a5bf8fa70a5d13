import type { ChatPort, Marker, MessageRef } from '../../src/chat/port.js'
import type { BurstSummary, Home, LoopCard, Notice, ThreadLine } from '../../src/chat/views.js'
import type { Clock } from '../../src/clock.js'
import { AppError } from '../../src/errors.js'

interface Message {
  channel: string
  messageId: string
  marker: Marker
  threadOf: string | undefined
  content: LoopCard | ThreadLine | Notice | BurstSummary
  edits: number
  /** Epoch ms. */
  at: number
}

export type ChatCall =
  | 'postCard'
  | 'editCard'
  | 'postLine'
  | 'postNotice'
  | 'editNotice'
  | 'postSummary'
  | 'editSummary'
  | 'linkTo'
  | 'showHome'
  | 'findOwn'

/**
 * What goes wrong with one call.
 * - reply_lost: the platform did it, we never hear of it
 * - killed: the platform did it, and our process dies before it can note anything
 */
export type Fault = 'reply_lost' | 'killed' | 'unavailable' | 'rate_limited' | 'misconfigured' | 'bug'

export interface TinyChat extends ChatPort {
  messages: Message[]
  /** By person. */
  homes: Map<string, Home>
  calls: ChatCall[]
  /** The next call of this kind goes wrong so. */
  fail(call: ChatCall, fault: Fault): void
  /** Until it is changed: what the platform says to such a call in such a channel instead of doing it. */
  refuses: (call: ChatCall, channel: string) => AppError | null
  /** Somebody deletes a message. */
  remove(messageId: string): void
  /** Resolves when a call has met the fault 'killed'. */
  killed: Promise<void>
}

/** A chat platform in memory that keeps messages and their markers, and fails as told. */
export function tinyChat(clock: Clock): TinyChat {
  const messages: Message[] = []
  const homes = new Map<string, Home>()
  const calls: ChatCall[] = []
  const faults = new Map<ChatCall, Fault[]>()
  let count = 0
  let tellKilled: () => void = () => undefined
  const killed = new Promise<void>((resolve) => (tellKilled = resolve))

  /** Nothing of ours runs after a kill: the call never comes back. */
  function dieHere(): Promise<never> {
    tellKilled()
    return new Promise(() => undefined)
  }

  async function call<T>(name: ChatCall, channel: string, work: () => T): Promise<T> {
    calls.push(name)
    const refused = chat.refuses(name, channel)
    if (refused !== null) throw refused
    const fault = faults.get(name)?.shift()
    if (fault === undefined) return work()
    if (fault === 'reply_lost' || fault === 'killed') work()
    if (fault === 'killed') return dieHere()
    if (fault === 'bug') throw new TypeError('customer text in here')
    if (fault === 'rate_limited')
      throw new AppError({ code: fault, message: 'slow down', retryAfterMs: 30_000 })
    if (fault === 'misconfigured')
      throw new AppError({ code: fault, message: 'not in channel', tellUser: () => 'Invite me.' })
    throw new AppError({ code: 'unavailable', message: 'no answer' })
  }

  function post(channel: string, content: Message['content'], marker: Marker, threadOf?: string): MessageRef {
    count += 1
    const messageId = `m${count}`
    messages.push({ channel, messageId, marker, threadOf, content, edits: 0, at: clock() })
    return { channel, messageId }
  }

  function standing(messageId: string): Message {
    const message = messages.find((candidate) => candidate.messageId === messageId)
    if (!message) throw new AppError({ code: 'not_found', message: 'no such message' })
    return message
  }

  function edit(messageId: string, content: Message['content']): void {
    const message = standing(messageId)
    message.content = content
    message.edits += 1
  }

  const chat: TinyChat = {
    platform: 'tiny',
    messages,
    homes,
    calls,
    killed,
    refuses: () => null,
    fail: (name, fault) => void faults.set(name, [...(faults.get(name) ?? []), fault]),
    remove: (messageId) => void messages.splice(messages.indexOf(standing(messageId)), 1),
    postCard: (channel, card, marker) => call('postCard', channel, () => post(channel, card, marker)),
    postNotice: (channel, notice, marker) => call('postNotice', channel, () => post(channel, notice, marker)),
    editNotice: ({ channel, messageId }, notice) =>
      call('editNotice', channel, () => edit(messageId, notice)),
    postLine: (thread, line, marker) =>
      call('postLine', thread.channel, () =>
        post(thread.channel, line, marker, standing(thread.messageId).messageId),
      ),
    editCard: ({ channel, messageId }, card) => call('editCard', channel, () => edit(messageId, card)),
    postSummary: (channel, summary, marker) =>
      call('postSummary', channel, () => post(channel, summary, marker)),
    editSummary: ({ channel, messageId }, summary) =>
      call('editSummary', channel, () => edit(messageId, summary)),
    linkTo: ({ channel, messageId }) =>
      call('linkTo', channel, () => `https://chat.example/${standing(messageId).messageId}`),
    showHome: ({ personId }, home) => call('showHome', personId, () => void homes.set(personId, home)),
    findOwn: (channel, marker, _sinceMs, threadOf) =>
      call('findOwn', channel, () => {
        const found = messages.find(
          (message) =>
            message.channel === channel &&
            message.threadOf === threadOf &&
            message.marker.kind === marker.kind &&
            message.marker.id === marker.id,
        )
        return found ? { channel, messageId: found.messageId } : null
      }),
  }
  return chat
}
