import type { Command } from 'commander'
import { AppError } from '../errors.js'
import type { Messages } from '../messages/messages.js'
import { addSecret, dropOldestSecret } from '../surveys/rotate-secret.js'
import type { CliContext, Run } from './context.js'

/** `source secret ...`: how a secret is changed without losing a delivery. */
export function addSecretCommands(source: Command, messages: Messages, run: Run): void {
  const text = messages.cli.sourceSecret
  const group = source.command('secret').description(text.about).addHelpText('after', text.examples)
  group
    .command('add')
    .description(text.addAbout)
    .requiredOption('--source <name>', text.source)
    .option('--secret <secret>', text.secret)
    .addHelpText('after', text.examples)
    .action((options: SecretOptions) => run((context) => add(context, options)))
  group
    .command('drop')
    .description(text.dropAbout)
    .requiredOption('--source <name>', text.source)
    .option('--oldest', text.oldest)
    .addHelpText('after', text.examples)
    .action((options: SecretOptions) => run((context) => drop(context, options)))
  for (const command of group.commands) command.exitOverride().showHelpAfterError()
}

interface SecretOptions {
  source: string
  secret?: string
  oldest?: boolean
}

async function add(context: CliContext, { source, secret }: SecretOptions): Promise<void> {
  const { workspaceId, print, messages } = context
  const text = messages.cli.sourceSecret
  const added = await addSecret(depsOf(context), {
    workspaceId,
    name: source,
    ...(secret !== undefined && { secret }),
  })
  if (added.secrets === 1) return print(text.first(source))
  print(text.added(source, added.secrets))
  if (added.madeSecret !== null) print(text.made(added.madeSecret))
  print(text.next(source))
}

async function drop(context: CliContext, { source, oldest }: SecretOptions): Promise<void> {
  const { workspaceId, print, messages } = context
  const text = messages.cli.sourceSecret
  if (oldest !== true) {
    throw new AppError({
      code: 'bad_input',
      message: 'source secret drop: which',
      tellUser: ({ cli }) => cli.sourceSecret.sayOldest,
    })
  }
  const left = await dropOldestSecret(depsOf(context), { workspaceId, name: source })
  print(text.dropped(source, left))
}

function depsOf({ database, sealer }: CliContext) {
  return { prisma: database.prisma, sealer }
}
