import type { Command } from 'commander'
import { addSource } from '../surveys/add-source.js'
import { sourceKinds } from '../surveys/sources.js'
import type { Messages } from '../messages/messages.js'
import { urlOf } from './bot-address.js'
import type { CliContext, Run } from './context.js'
import { addSetCommand } from './source-set.js'
import { addSecretCommands } from './source-secret.js'
import { addUpkeepCommands } from './source-upkeep.js'
import { addTestCommand } from './source-test.js'
import { givenFile } from './tool-file.js'

interface AddOptions {
  kind?: string
  file?: string
  name: string
  secret?: string
}

export function addSourceCommands(program: Command, messages: Messages, run: Run): void {
  const text = messages.cli.source
  const group = program.command('source').description(text.about).addHelpText('after', text.examples)
  group
    .command('add')
    .description(text.addAbout)
    .option('--kind <kind>', text.kind(sourceKinds.join(', ')))
    .option('--file <tool.yaml>', messages.toolFile.cli.file)
    .requiredOption('--name <name>', text.name)
    .option('--secret <secret>', text.secret)
    .addHelpText('after', text.examples)
    .action(({ file, ...options }: AddOptions) => run((context) => add(context, options, file)))
  addUpkeepCommands(group, messages, run)
  addSetCommand(group, messages, run)
  addSecretCommands(group, messages, run)
  addTestCommand(group, messages, run)
}

async function add(
  context: CliContext,
  options: Omit<AddOptions, 'file'>,
  file: string | undefined,
): Promise<void> {
  const { workspaceId, now, messages, print, config } = context
  const added = await addSource(
    { prisma: context.database.prisma, sealer: context.sealer, newId: context.newId },
    { workspaceId, now, ...options, file: file === undefined ? undefined : givenFile(file) },
  )
  const text = messages.cli.source
  print(text.added(added.source.title, options.name, urlOf(config, added.source.kind, added.token)))
  if (added.madeSecret !== null) print(text.madeSecret(added.madeSecret))
  print('')
  print(added.source.setUpHint(messages))
  const later = added.source.secretOptional === true ? text.secretOptional : text.secretLater
  if (added.waitsForSecret) print(later(added.source.title, options.name))
  print(added.madeSecret === null ? text.urlShownOnce : text.shownOnce)
  if (config.publicUrl === null) print(text.localUrl)
}
