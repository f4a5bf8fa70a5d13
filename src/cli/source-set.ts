import type { Command } from 'commander'
import { AppError } from '../errors.js'
import type { Messages } from '../messages/messages.js'
import { setApi } from '../surveys/set-api.js'
import { setSource } from '../surveys/set-source.js'
import type { CliContext, Run } from './context.js'
import { setFile } from './tool-file.js'

interface SetOptions {
  file?: string
  apiToken?: string
  apiBase?: string
  hold?: string
  holdCritical?: string
  cards?: string
}

/** `source set`: what a person decides of a source that stands. */
export function addSetCommand(source: Command, messages: Messages, run: Run): void {
  const text = messages.cli.sourceSet
  source
    .command('set')
    .description(text.about)
    .argument('<name>', text.name)
    .option('--file <tool.yaml>', messages.toolFile.cli.file)
    .option('--hold <time>', text.hold)
    .option('--hold-critical <choice>', text.holdCritical)
    .option('--cards <which>', text.cards)
    .option('--api-token <token>', text.apiToken)
    .option('--api-base <address>', text.apiBase)
    .addHelpText('after', text.examples)
    .action((name: string, options: SetOptions) => run((context) => set(context, name, options)))
}

async function set(context: CliContext, name: string, options: SetOptions): Promise<void> {
  const { file, apiToken, apiBase } = options
  const change = changeOf(options)
  if (file === undefined && apiToken === undefined && apiBase === undefined && change === null) {
    throw new AppError({
      code: 'bad_input',
      message: 'source set: nothing to set',
      tellUser: ({ cli }) => cli.sourceSet.nothing,
    })
  }
  if (file !== undefined) await setFile(context, name, file)
  if (apiToken !== undefined || apiBase !== undefined) await setAccess(context, name, options)
  if (change === null) return
  const { database, workspaceId, messages, print } = context
  print(messages.cli.sourceSet.now(name, await setSource(database, { workspaceId, name }, change)))
}

/** Null: no setting is named. */
function changeOf({ hold, holdCritical, cards }: SetOptions): Record<string, unknown> | null {
  const change = {
    ...(hold !== undefined && { holdSeconds: secondsOf(hold) }),
    ...(holdCritical !== undefined && { holdCritical: yesOrNo(holdCritical) }),
    ...(cards !== undefined && { cards }),
  }
  return Object.keys(change).length === 0 ? null : change
}

const units: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3_600 }

/** What is no time stays as it was typed, and is refused as no number. */
function secondsOf(text: string): unknown {
  const [, count, unit = ''] = /^(\d{1,9})\s*([smh]?)$/.exec(text.trim()) ?? []
  return count === undefined ? text : Number(count) * (units[unit] ?? 1)
}

function yesOrNo(text: string): unknown {
  if (text === 'yes') return true
  return text === 'no' ? false : text
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
