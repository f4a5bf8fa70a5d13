import type { Command } from 'commander'
import { AppError } from '../errors.js'
import type { Messages } from '../messages/messages.js'
import { listSources, type ListedSource } from '../surveys/list-sources.js'
import { openSecrets } from '../surveys/source-keys.js'
import { rotateUrl } from '../surveys/source-url.js'
import { disableSource, enableSource } from '../surveys/switch-source.js'
import { toolOf } from '../surveys/tool-of.js'
import { urlOf } from './bot-address.js'
import type { CliContext, Run } from './context.js'

/** `source list|disable|enable|rotate`: what is done with a source after it was added. */
export function addUpkeepCommands(group: Command, messages: Messages, run: Run): void {
  const text = messages.cli.sourceUpkeep
  group
    .command('list')
    .description(messages.cli.source.listAbout)
    .action(() => run(list))
  group
    .command('disable')
    .description(text.disableAbout)
    .argument('<name>', text.name)
    .addHelpText('after', text.switchExamples)
    .action((name: string) => run((context) => disable(context, name)))
  group
    .command('enable')
    .description(text.enableAbout)
    .argument('<name>', text.name)
    .addHelpText('after', text.switchExamples)
    .action((name: string) => run((context) => enable(context, name)))
  group
    .command('rotate')
    .description(text.rotateAbout)
    .argument('<name>', text.name)
    .option('--grace <time>', text.grace)
    .addHelpText('after', text.rotateExamples)
    .action((name: string, options: { grace?: string }) =>
      run((context) => rotate(context, name, options.grace ?? usualGrace)),
    )
}

async function list(context: CliContext): Promise<void> {
  const { database, workspaceId, now, print, messages } = context
  const sources = await listSources(database, workspaceId, now)
  if (sources.length === 0) print(messages.cli.source.none)
  for (const source of sources) for (const line of linesOf(context, source)) print(line)
}

function linesOf({ messages, sealer }: CliContext, source: ListedSource): string[] {
  const { row, answers, waiting, formerUntil } = source
  const { source: text, sourceUpkeep: upkeep } = messages.cli
  const tool = toolOf(row)
  const lines = [
    upkeep.line(row.name, tool?.title ?? row.kind, row.kind, answers, row.lastSeenAt?.toISOString() ?? null),
  ]
  if (row.disabledAt !== null) lines.push(upkeep.off(row.name, row.disabledAt.toISOString()))
  if (waiting > 0) lines.push(upkeep.waiting(waiting))
  if (isRefused(row)) lines.push(upkeep.refused(row.refusedCount, row.lastRefusedAt?.toISOString() ?? null))
  if (formerUntil !== null) lines.push(upkeep.formerUrl(formerUntil.toISOString()))
  if (tool?.secret && openSecrets(sealer, row).length === 0)
    lines.push(tool.secretOptional === true ? text.unsigned : text.waitsForSecret(row.name))
  return lines
}

/** Requests were refused, and nothing was taken since. */
function isRefused({
  refusedCount,
  lastRefusedAt,
  lastSeenAt,
}: Pick<ListedSource['row'], 'refusedCount' | 'lastRefusedAt' | 'lastSeenAt'>): boolean {
  return refusedCount > 0 && (lastSeenAt?.getTime() ?? 0) <= (lastRefusedAt?.getTime() ?? 0)
}

async function disable({ database, workspaceId, now, print, messages }: CliContext, name: string) {
  const { since, already } = await disableSource(database, { workspaceId, name }, now)
  print(messages.cli.sourceUpkeep[already ? 'isOffAlready' : 'isOff'](name, since.toISOString()))
}

async function enable({ database, workspaceId, now, print, messages }: CliContext, name: string) {
  const { restedSince } = await enableSource(database, { workspaceId, name }, now)
  const text = messages.cli.sourceUpkeep
  print(restedSince === null ? text.isOnAlready(name) : text.isOn(name, restedSince.toISOString()))
}

async function rotate(context: CliContext, name: string, grace: string): Promise<void> {
  const { database, workspaceId, now, print, messages, config } = context
  const rotated = await rotateUrl(database, { workspaceId, name }, graceOf(grace), now)
  const text = messages.cli.sourceUpkeep
  print(text.rotated(name, urlOf(config, rotated.tool.kind, rotated.token)))
  const { formerUntil } = rotated
  print(formerUntil === null ? text.formerEnds : text.formerUntil(formerUntil.toISOString()))
  print('')
  print(rotated.tool.setUpHint(messages))
  print(messages.cli.source.urlShownOnce)
  if (config.publicUrl === null) print(messages.cli.source.localUrl)
}

const usualGrace = '7d'
const unitMs: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000, w: 604_800_000 }
/** Who needs longer has not lost a URL but has two. */
const longestMs = 90 * 86_400_000

/** @throws AppError bad_input */
function graceOf(text: string): number {
  const given = /^(\d{1,4})([hdw])$/.exec(text.trim())
  const ms =
    text.trim() === '0' ? 0 : given ? Number(given[1]) * (unitMs[given[2] ?? ''] ?? Number.NaN) : Number.NaN
  if (ms <= longestMs) return ms
  throw new AppError({
    code: 'bad_input',
    message: 'source rotate: no such time',
    tellUser: ({ cli }) => cli.sourceUpkeep.graceNotUnderstood(),
  })
}
