import { z } from 'zod'
import { addAnswer, readAnswer } from '../app/answers.js'
import type { JsonObject } from '../json.js'
import { addMessage } from '../store/messages.js'
import { Refusal } from '../store/refusal.js'
import type { Channel } from '../store/state.js'
import { giveResponseUrl, giveTrigger } from '../store/triggers.js'
import { failed, unacked } from './outcome.js'
import { command } from './payloads.js'
import { channelOf, deed, type Door, type Person, person } from './person.js'

const Slash = z.strictObject({
  user: z.string(),
  channel: z.string(),
  command: z.string().startsWith('/'),
  text: z.string().default(''),
  thread_ts: z.string().optional(),
})
type Slash = z.output<typeof Slash>

function refuseUnknown({ team }: Person, input: Slash): void {
  if (input.thread_ts !== undefined) throw new Refusal('command.in-thread')
  const known = team.commands?.includes(input.command) ?? true
  if (!known || !team.scopes.has('commands')) throw new Refusal('command.unknown')
}

/** An answer for the channel shows the typed command above it. */
function echo(door: Door, { team, user }: Person, channel: Channel, input: Slash): void {
  addMessage(
    door.state,
    {
      teamId: team.id,
      channel: channel.id,
      user: user.id,
      byApp: false,
      text: `${input.command} ${input.text}`.trim(),
      blocks: [],
      attachments: [],
      broadcast: false,
      reading: { mrkdwn: false, linkNames: false },
    },
    door.clock(),
  )
}

function showAnswer(door: Door, who: Person, channel: Channel, input: Slash, body: unknown): JsonObject {
  const { state } = door
  const answer = readAnswer(body)
  if (answer.response_type === 'in_channel') echo(door, who, channel, input)
  const where = { state, team: who.team, channel: channel.id, user: who.user.id, now: door.clock() }
  const message = addAnswer(where, answer)
  return { text: message.text, ts: message.ts, ephemeral: message.onlyFor !== undefined }
}

/** Types a slash command. A body in the ack becomes a message, for the person alone unless it says otherwise. */
export const slash = deed(Slash, async (door, input) => {
  const now = door.clock()
  const who = person(door.state, input.user)
  const channel = channelOf(who, input.channel)
  refuseUnknown(who, input)
  const about = { teamId: who.team.id, channel: channel.id, user: who.user.id }
  const payload = command(who, channel, {
    command: input.command,
    text: input.text,
    trigger: giveTrigger(door.state, who.team, who.user.id, now),
    responseUrl: door.url + giveResponseUrl(door.state, 'commands', about, now),
  })
  const ack = await door.deliver(who.team, 'slash_commands', payload)
  if (!ack.acked) return unacked(ack, { command: input.command })
  if (ack.body === undefined) return { acked: true, ms: ack.ms }
  try {
    return { acked: true, ms: ack.ms, ...showAnswer(door, who, channel, input, ack.body) }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return failed(ack.ms, 'ack.command-response', { command: input.command })
  }
})
