import type { List } from '../chat/views.js'
import type { ScoreReport } from '../chat/score-report.js'
import type { Messages } from '../messages/messages.js'

export interface CommandRequest {
  workspaceId: string
  /** What was typed after the command's name, as typed. */
  text: string
  actor: { id: string; name: string }
  /** In the language of who typed it. */
  messages: Messages
  /** Epoch ms. */
  now: number
}

export type CommandReply =
  { kind: 'score'; report: ScoreReport } | { kind: 'list'; list: List } | { kind: 'text'; text: string }

/**
 * What can be typed. One file and one line in commands.ts add one; every platform binds the registry, and the manifests
 * are generated from it. Platform-neutral: text in, view model out.
 */
export interface Command {
  /** Without the slash. */
  name: string
  /** For the manifest: at most 2,000 characters. */
  description: string
  /** For the manifest: at most 1,000 characters. */
  usageHint: string
  /** @throws AppError bad_input with a tellUser that gives examples */
  run(request: CommandRequest): Promise<CommandReply>
}
