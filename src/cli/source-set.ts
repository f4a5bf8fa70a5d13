import type { Command } from 'commander'
import { AppError } from '../errors.js'
import type { Messages } from '../messages/messages.js'
import { setApi } from '../surveys/set-api.js'
import type { CliContext, Run } from './context.js'
import { setFile } from './tool-file.js'

interface SetOptions {
  file?: string
  apiToken?: string
  apiBase?: string
}

/** `source set`: what a person decides of a source that stands. */
export function addSetCommand(source: Command, messages: Messages, run: Run): void {
  const text = messages.cli.sourceSet
  source
    .command('set')
    .description(text.about)
    .argument('<name>', text.name)
    .option('--file <tool.yaml>', messages.toolFile.cli.file)
    .option('--api-token <token>', text.apiToken)
    .option('--api-base <address>', text.apiBase)
    .addHelpText('after', text.examples)
    .action((name: string, options: SetOptions) => run((context) => set(context, name, options)))
}

async function set(context: CliContext, name: string, options: SetOptions): Promise<void> {
  const { file, apiToken, apiBase } = options
  if (file === undefined && apiToken === undefined && apiBase === undefined) {
    throw new AppError({
      code: 'bad_input',
      message: 'source set: nothing to set',
      tellUser: ({ cli }) => cli.sourceSet.nothing,
    })
  }
  if (file !== undefined) await setFile(context, name, file)
  if (apiToken !== undefined || apiBase !== undefined) await setAccess(context, name, options)
}

async function setAccess(
  { database, sealer, workspaceId, messages, print }: CliContext,
  name: string,
  { apiToken, apiBase }: SetOptions,
): Promise<void> {
  const outcome = await setApi(
    { prisma: database.prisma, sealer },
    {
      workspaceId,
      name,
      ...(apiToken !== undefined && { token: apiToken }),
      ...(apiBase !== undefined && { base: apiBase }),
    },
  )
  print(messages.cli.sourceSet[outcome](name))
}
