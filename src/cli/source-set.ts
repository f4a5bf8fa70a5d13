import type { Command } from 'commander'
import type { Messages } from '../messages/messages.js'
import { setSource } from '../surveys/set-source.js'
import type { CliContext, Run } from './context.js'

/** `source set`: what a person decides of one source. */
export function addSourceSetCommand(source: Command, messages: Messages, run: Run): void {
  const text = messages.cli.sourceSet
  source
    .command('set <name>')
    .description(text.about)
    .option('--hold <time>', text.hold)
    .option('--hold-critical <choice>', text.holdCritical)
    .option('--cards <which>', text.cards)
    .addHelpText('after', text.examples)
    .action((name: string, options: SetOptions) => run((context) => set(context, name, options)))
}

interface SetOptions {
  hold?: string
  holdCritical?: string
  cards?: string
}

async function set(context: CliContext, name: string, options: SetOptions): Promise<void> {
  const { workspaceId, print, messages } = context
  const { hold, holdCritical, cards } = options
  const settings = await setSource(
    context.database,
    { workspaceId, name },
    {
      ...(hold !== undefined && { holdSeconds: secondsOf(hold) }),
      ...(holdCritical !== undefined && { holdCritical: yesOrNo(holdCritical) }),
      ...(cards !== undefined && { cards }),
    },
  )
  print(messages.cli.sourceSet.now(name, settings))
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
