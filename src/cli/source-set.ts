import type { Command } from 'commander'
import { AppError } from '../errors.js'
import type { Messages } from '../messages/messages.js'
import { setSource } from '../surveys/set-source.js'
import { setToolFile } from '../surveys/set-tool-file.js'
import type { CliContext, Run } from './context.js'
import { givenFile } from './tool-file.js'

/** `source set`: what a person decides of one source. */
export function addSourceSetCommand(source: Command, messages: Messages, run: Run): void {
  const text = messages.cli.sourceSet
  const file = messages.toolFile.cli
  source
    .command('set')
    .description(text.about)
    .argument('<name>', file.name)
    .option('--file <tool.yaml>', file.file)
    .option('--hold <time>', text.hold)
    .option('--hold-critical <choice>', text.holdCritical)
    .option('--cards <which>', text.cards)
    .addHelpText('after', file.setExamples)
    .action((name: string, options: SetOptions) => run((context) => set(context, name, options)))
}

interface SetOptions {
  file?: string
  hold?: string
  holdCritical?: string
  cards?: string
}

async function set(context: CliContext, name: string, { file, ...options }: SetOptions): Promise<void> {
  const { database, workspaceId, print, messages } = context
  const change = changeOf(options)
  const isAsked = Object.keys(change).length > 0
  if (file === undefined && !isAsked) {
    throw new AppError({
      code: 'bad_input',
      message: 'source set: nothing to set',
      tellUser: ({ toolFile }) => toolFile.nothingToSet(),
    })
  }
  if (file !== undefined) {
    const tool = await setToolFile(database, { workspaceId, name, file: givenFile(file) })
    print(messages.toolFile.cli.isSet(name, tool.title))
  }
  if (!isAsked) return
  print(messages.cli.sourceSet.now(name, await setSource(database, { workspaceId, name }, change)))
}

function changeOf({ hold, holdCritical, cards }: SetOptions): Record<string, unknown> {
  return {
    ...(hold !== undefined && { holdSeconds: secondsOf(hold) }),
    ...(holdCritical !== undefined && { holdCritical: yesOrNo(holdCritical) }),
    ...(cards !== undefined && { cards }),
  }
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
