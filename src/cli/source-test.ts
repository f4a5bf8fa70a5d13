import type { Command } from 'commander'
import { systemClock } from '../clock.js'
import { AppError, type Sentence } from '../errors.js'
import type { Messages } from '../messages/messages.js'
import { newestDelivery, sourceIdOf } from '../surveys/delivery-store.js'
import { readSource, type ReadableSource } from '../surveys/read-source.js'
import { defaultSettings } from '../surveys/source-settings.js'
import { tryDelivery, type TriedSource } from '../surveys/try-delivery.js'
import type { CliContext, Run } from './context.js'
import { payloadsOf, storedPayload, type Payload, type TypedParts } from './payload.js'
import { toolOfFile } from './tool-file.js'
import { linesOf } from './tried-lines.js'
import { tryForReal } from './try-for-real.js'

interface TestOptions extends TypedParts {
  file?: string
  offline?: boolean
}

/**
 * `source test`: a signed delivery over a source's real address, of which nothing is stored; or payloads offline, with a
 * source as it is now or with a tool's file before a source gets it.
 */
export function addTestCommand(group: Command, messages: Messages, run: Run): void {
  const text = messages.cli.sourceTest
  group
    .command('test')
    .description(text.about)
    .argument('[name]', text.name)
    .argument('[payloads...]', text.payloads)
    .option('--offline', text.offline)
    .option('--file <tool.yaml>', text.file)
    .option('--header <name:value...>', text.header)
    .option('--query <name=value...>', text.query)
    .addHelpText('after', text.examples)
    .action((name: string | undefined, files: string[], { file, offline, ...typed }: TestOptions) => {
      if (file !== undefined) return testFile(messages, file, [...(name ? [name] : []), ...files], typed)
      if (name === undefined) throw badInput(({ cli }) => cli.sourceTest.nameOrFile())
      return run(async (context) => {
        const source = await named(context, name)
        const payloads = await chosen(context, source, files, typed)
        if (offline === true) await testOffline(messages, source, payloads)
        else await tryForReal(context, name, payloads)
      })
    })
}

async function testFile(messages: Messages, file: string, names: readonly string[], typed: TypedParts) {
  if (names.length === 0) throw badInput(({ cli }) => cli.sourceTest.fileNeedsPayload())
  const source = { tool: toolOfFile(file), settings: defaultSettings, questions: new Map() }
  await testOffline(messages, source, payloadsOf(names, typed))
}

async function named({ database, workspaceId }: CliContext, name: string): Promise<ReadableSource> {
  const id = await sourceIdOf(database, workspaceId, name)
  const source = await readSource(database, { workspaceId, id })
  if (source === null) throw badInput(({ setup }) => setup.noSource(name))
  return source
}

/** What was named; else what the tool itself sent last. */
async function chosen(
  { database, workspaceId, messages }: CliContext,
  { id: sourceId, name }: ReadableSource,
  files: readonly string[],
  typed: TypedParts,
): Promise<Payload[]> {
  if (files.length > 0) return payloadsOf(files, typed)
  const newest = await newestDelivery(database, { workspaceId, sourceId })
  if (newest === null) throw badInput(({ cli }) => cli.sourceTest.needsPayload(name))
  const title = messages.cli.sourceTest.newest(newest.receivedAt.toISOString())
  return [storedPayload(newest, title, typed)]
}

/** Without a network and a running bot; nothing is stored. */
async function testOffline(
  messages: Messages,
  source: TriedSource,
  payloads: readonly Payload[],
): Promise<void> {
  for (const payload of payloads) {
    const tried = await tryDelivery(source, payload, systemClock())
    for (const line of linesOf(messages, payload.name, tried)) process.stdout.write(`${line}\n`)
    if (tried.outcome === 'unusable') process.exitCode = 1
  }
}

function badInput(tellUser: Sentence): AppError {
  return new AppError({ code: 'bad_input', message: 'source test: what to try is not said', tellUser })
}
