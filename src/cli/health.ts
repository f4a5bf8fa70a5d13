import type { Command } from 'commander'
import type { Messages } from '../messages/messages.js'
import { health, type Finding, type HealthDeps } from '../watch/health.js'
import type { CliContext, Run } from './context.js'

/** Sets the exit code to 1 when something needs a person. */
export function addHealthCommand(
  program: Command,
  messages: Messages,
  run: Run,
  chatCheck: (context: CliContext) => HealthDeps['checkChat'],
): void {
  program
    .command('health')
    .description(messages.cli.health.about)
    .addHelpText('after', messages.cli.health.examples)
    .action(() =>
      run(async (context) => {
        const deps = { database: context.database, checkChat: chatCheck(context) }
        const findings = await health(deps, context.workspaceId, context.now)
        for (const finding of findings) context.print(sentence(messages, finding))
        const wrong = findings.filter((finding) => finding.state === 'wrong').length
        context.print('')
        context.print(wrong === 0 ? messages.cli.health.allWell : messages.cli.health.needsYou(wrong))
        if (wrong > 0) process.exitCode = 1
      }),
    )
}

function sentence(messages: Messages, finding: Finding): string {
  const text = messages.cli.health
  const { what, detail, todo } = text.findings[finding.what](finding.data)
  if (finding.state === 'ok') return text.ok(what, detail)
  return finding.state === 'wrong' ? text.bad(what, detail, todo) : text.note(what, detail, todo)
}
