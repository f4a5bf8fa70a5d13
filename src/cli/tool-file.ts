import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Command } from 'commander'
import { systemClock } from '../clock.js'
import { AppError, type Sentence } from '../errors.js'
import type { Messages } from '../messages/messages.js'
import { readToolFile, type GivenFile } from '../surveys/declared/read-tool-file.js'
import { sourceIdOf } from '../surveys/delivery-store.js'
import { readSource } from '../surveys/read-source.js'
import { setToolFile } from '../surveys/set-tool-file.js'
import { defaultSettings } from '../surveys/source-settings.js'
import { tryDelivery, type Tried, type TriedSource } from '../surveys/try-delivery.js'
import type { CliContext, Run } from './context.js'

/** A file that was named on the command line. @throws AppError bad_input */
export function givenFile(name: string): GivenFile {
  return { name: path.basename(name), text: bytesOf(name).toString('utf8') }
}

function bytesOf(name: string): Buffer {
  try {
    return readFileSync(name)
  } catch (cause) {
    throw new AppError({
      code: 'bad_input',
      message: 'a file cannot be read',
      tellUser: ({ toolFile }) => toolFile.noFile(name),
      cause,
    })
  }
}

/** `source test`: payloads are tried with a tool's file before a source gets it, or with a source as it is set up now. */
export function addToolFileCommands(group: Command, messages: Messages, run: Run): void {
  const text = messages.toolFile.cli
  group
    .command('test')
    .description(text.testAbout)
    .argument('<payloads...>', text.payloads)
    .option('--file <tool.yaml>', text.file)
    .option('--source <name>', text.source)
    .option('--header <name:value...>', text.header)
    .addHelpText('after', text.testExamples)
    .action((payloads: string[], { file, source, header = [] }: TestOptions) => {
      if ((file === undefined) === (source === undefined)) throw fileOrSource()
      if (source !== undefined) return run((context) => testStored(context, source, payloads, header))
      const tool = readToolFile(givenFile(file ?? ''))
      return test(messages, { tool, settings: defaultSettings, questions: new Map() }, payloads, header)
    })
}

interface TestOptions {
  file?: string
  source?: string
  header?: string[]
}

function fileOrSource(): AppError {
  return new AppError({
    code: 'bad_input',
    message: 'source test: either a file or a source',
    tellUser: ({ toolFile }) => toolFile.fileOrSource(),
  })
}

/** As the source is now, with what its questions mean: reads only. */
async function testStored(
  { database, workspaceId, messages }: CliContext,
  name: string,
  payloads: readonly string[],
  headerLines: readonly string[],
): Promise<void> {
  const id = await sourceIdOf(database, workspaceId, name)
  const source = await readSource(database, { workspaceId, id })
  if (source === null) {
    const tellUser: Sentence = ({ setup }) => setup.noSource(name)
    throw new AppError({ code: 'bad_input', message: 'a source of an unknown kind', tellUser })
  }
  await test(messages, source, payloads, headerLines)
}

/** Gives a source another version of its tool's file. */
export async function setFile(context: CliContext, name: string, file: string): Promise<void> {
  const { database, workspaceId, messages, print } = context
  const tool = await setToolFile(database, { workspaceId, name, file: givenFile(file) })
  print(messages.toolFile.cli.isSet(name, tool.title))
}

/** Without a network and a running bot; nothing is stored. */
async function test(
  messages: Messages,
  source: TriedSource,
  payloads: readonly string[],
  headerLines: readonly string[],
): Promise<void> {
  const headers = headersOf(headerLines)
  for (const payload of payloads) {
    const body = bytesOf(payload)
    const contentType = headers['content-type'] ?? typeOf(payload, body)
    const tried = await tryDelivery(
      source,
      { headers: { 'content-type': contentType, ...headers }, body },
      systemClock(),
    )
    for (const line of linesOf(messages, payload, tried)) process.stdout.write(`${line}\n`)
    if (tried.outcome === 'unusable') process.exitCode = 1
  }
}

function headersOf(lines: readonly string[]): Record<string, string> {
  const pairs = lines.map((line) => {
    const at = line.indexOf(':')
    return [line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()] as const
  })
  return Object.fromEntries(pairs)
}

function typeOf(name: string, body: Buffer): string {
  const text = body.toString('utf8', 0, 200)
  if (/^\s*[[{]/.test(text) || name.endsWith('.json')) return 'application/json'
  const boundary = /^--(\S{1,70})\r\n/.exec(text)?.[1]
  return boundary === undefined
    ? 'application/x-www-form-urlencoded'
    : `multipart/form-data; boundary=${boundary}`
}

/** What became of a payload, for a person: no words of a customer's. */
export function linesOf(messages: Messages, payload: string, { outcome, reason, answers }: Tried): string[] {
  const text = messages.toolFile.cli
  return [
    text.outcome(payload, outcome, reason),
    ...answers.flatMap((answer) => [
      text.answer(answer.questionKey, answer.score, answer.state, answer.metric),
      text.facts(answer.answeredAt, answer.customer, answer.segments, answer.comment),
      text.wouldAlert(answer.rule),
    ]),
  ]
}
