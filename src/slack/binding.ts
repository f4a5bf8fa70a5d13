import type { App, webApi } from '@slack/bolt'
import type { Clock } from '../clock.js'
import type { Command } from '../commands/command.js'
import type { Log } from '../logging/log.js'
import type { LoopDesk } from '../loops/desk.js'
import type { Messages } from '../messages/messages.js'
import type { QuestionDesk } from '../surveys/question-desk.js'
import type { InFlight } from './in-flight.js'

/** Which of our workspaces a Slack team is, in the language of one reader. */
export interface SlackWorkspace {
  id: string
  language: string
}

export interface SlackDeps {
  desk: LoopDesk
  questions: QuestionDesk
  commands: readonly Command[]
  /** As this person reads it. Null: no workspace of ours is installed in that team. */
  findWorkspace(teamId: string, userId: string): Promise<SlackWorkspace | null>
  messagesFor(language: string): Messages
  log: Log
  clock: Clock
}

/** The client that speaks for this team, and for no other; null: nobody speaks for it (any more). */
export type ClientOf = (teamId: string) => Promise<webApi.WebClient | null>

/** What a binding needs to listen. */
export interface Binding extends SlackDeps {
  app: App
  clientOf: ClientOf
  inFlight: InFlight
}

export interface Asker {
  workspaceId: string
  teamId: string
  messages: Messages
}

/** The workspace of whoever clicked or typed, and their own language; null when the team is not ours. */
export async function askerOf(
  deps: SlackDeps,
  teamId: string | undefined,
  userId: string,
): Promise<Asker | null> {
  const workspace = teamId === undefined ? null : await deps.findWorkspace(teamId, userId)
  if (!workspace || teamId === undefined) return null
  return { workspaceId: workspace.id, teamId, messages: deps.messagesFor(workspace.language) }
}
