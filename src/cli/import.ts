import path from 'node:path'
import type { Command } from 'commander'
import { systemClock } from '../clock.js'
import { AppError } from '../errors.js'
import { openLog } from '../logging/log.js'
import type { Messages } from '../messages/messages.js'
import {
  importFile,
  type ImportBegin,
  type ImportDeps,
  type ImportInput,
  type ImportReport,
} from '../surveys/import/import-file.js'
import { suggestMapping } from '../surveys/import/suggest.js'
import { scoreStated } from '../surveys/score-stated.js'
import type { CliContext, Run } from './context.js'
import { openProgress } from './progress.js'

interface ImportOptions {
  source?: string
  mapping?: string
  suggest?: boolean
  dryRun?: boolean
  alert?: boolean
  rejects?: string
}

/** Sets the exit code to 3 when rows were rejected, and to 1 when it was stopped. */
export function addImportCommand(program: Command, messages: Messages, run: Run): void {
  const text = messages.cli.importing
  program
    .command('import')
    .argument('<file>', text.file)
    .description(text.about)
    .option('--source <name>', text.source)
    .option('--mapping <file>', text.mapping)
    .option('--suggest', text.suggest)
    .option('--dry-run', text.dryRun)
    .option('--alert', text.alert)
    .option('--rejects <file>', text.rejects)
    .addHelpText('after', text.examples)
    .action(async (file: string, options: ImportOptions) => {
      if (options.suggest) process.stdout.write(await suggestMapping(file))
      else await run((context) => load(context, file, options))
    })
}

async function load(context: CliContext, file: string, options: ImportOptions): Promise<void> {
  const { messages, workspaceId, print } = context
  const sourceName = needed('--source', options.source)
  const mappingFile = needed('--mapping', options.mapping)
  const interrupt = onInterrupt()
  const startedAt = systemClock()
  const progress = openProgress(process.stderr, systemClock, ({ count, ...facts }) =>
    messages.cli.importing.progress({ rows: count, ...facts }),
  )
  const input: ImportInput = {
    workspaceId,
    sourceName,
    file,
    mappingFile,
    rejectsFile: options.rejects,
    dryRun: options.dryRun === true,
    alert: options.alert === true,
    onBegin: (begin) => printBegin(context, input, begin),
    onProgress: ({ part, rows }) => progress.at({ part, count: rows }),
    isStopped: interrupt.came,
  }
  try {
    const report = await importFile(depsOf(context), input)
    progress.end()
    printReport({ messages, print }, sourceName, report, Math.round((systemClock() - startedAt) / 1_000))
    if (!report.finished) process.exitCode = 1
    else if (report.counts.rejected > 0) process.exitCode = 3
  } finally {
    progress.end()
    interrupt.end()
  }
}

function needed(option: string, given: string | undefined): string {
  if (given !== undefined) return given
  throw new AppError({
    code: 'bad_input',
    message: 'import: an option is missing',
    tellUser: ({ cli }) => cli.importing.needed(option),
  })
}

function depsOf({ config, database, bell }: CliContext): ImportDeps {
  const { prisma, pool } = database
  return {
    prisma,
    pool,
    bell,
    log: openLog(config.log === 'debug' ? 'debug' : 'silent'),
    clock: systemClock,
    scoreStated: (questionId) => scoreStated({ prisma, bell }, questionId, systemClock()),
  }
}

/** The first Ctrl-C ends the import between two batches; the next one ends the process. */
function onInterrupt(): { came: () => boolean; end: () => void } {
  let came = false
  const note = (): void => void (came = true)
  process.once('SIGINT', note)
  return { came: () => came, end: () => process.off('SIGINT', note) }
}

function printBegin({ messages, print }: CliContext, input: ImportInput, begin: ImportBegin): void {
  const text = messages.cli.importing
  const megabytes = (begin.fileBytes / 1_000_000).toFixed(1)
  const name = path.basename(input.file)
  print(input.dryRun ? text.triesOut(name, megabytes) : text.begins(name, input.sourceName, megabytes))
  if (begin.after > 0) print(text.goesOn(begin.after))
}

function printReport(
  { messages, print }: Pick<CliContext, 'messages' | 'print'>,
  source: string,
  report: ImportReport,
  seconds: number,
): void {
  const text = messages.cli.importing
  const { counts, rows } = report
  print(report.finished ? text.done(rows, seconds) : text.stopped(rows))
  const facts = [
    'created',
    'updated',
    'known',
    'scored',
    'unscored',
    'withdrawn',
    'quarantined',
    'empty',
  ] as const
  for (const fact of facts) if (counts[fact] > 0) print(text[fact](counts[fact]))
  if (counts.unbound > 0) print(text.unbound(counts.unbound))
  for (const key of report.waiting) print(text.bind(source, key))
  if (counts.rejected > 0) print(text.rejected(counts.rejected))
  for (const { reason, rows: times, firstLine } of report.reasons.slice(0, 20)) {
    print(text.reason(reason, times, firstLine))
  }
  if (counts.rejected > 0 && report.rejectsFile !== '') print(text.rejectsIn(report.rejectsFile))
}
