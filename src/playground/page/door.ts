import type { Outcome } from './seen.js'

/** Looks at something. Throws when the stand-in does not answer. */
export async function look<Answer>(what: string, query: Record<string, string> = {}): Promise<Answer> {
  const reply = await fetch(`/people/${what}?${new URLSearchParams(query).toString()}`)
  if (!reply.ok) throw new Error(`${what}: ${reply.status}`)
  return (await reply.json()) as Answer
}

/** Does something as a person. What the stand-in refuses is an outcome too; so is a stand-in that is gone. */
export async function act(deed: string, input: object): Promise<Outcome> {
  try {
    const reply = await fetch(`/people/${deed}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
    })
    return (await reply.json()) as Outcome
  } catch {
    return { ok: false, error: 'unreachable' }
  }
}

const refusals: Record<string, string> = {
  unreachable: 'The stand-in for Slack does not answer. Is it still running?',
  unknown_command: 'That is not a valid command. Every message that starts with “/” is read as one.',
  command_in_thread: 'Slash commands do not work in threads.',
  no_such_message: 'That message is no longer there.',
  no_such_element: 'That was just changed. Have another look.',
  no_such_view: 'That form is no longer open.',
  no_such_channel: 'You are not in that channel.',
}

/** What the person is told when it went wrong; undefined when it went well. */
export function complaint(outcome: Outcome): string | undefined {
  if (!outcome.ok)
    return refusals[outcome.error ?? ''] ?? `Slack says no: ${outcome.error ?? 'without a word'}`
  return outcome.acked === false ? outcome.sentence : undefined
}
