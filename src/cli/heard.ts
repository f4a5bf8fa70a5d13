#!/usr/bin/env node
import { existsSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { Command, CommanderError } from 'commander'
import { systemClock } from '../clock.js'
import { readConfig } from '../config.js'
import { AppError } from '../errors.js'
import { messagesFor } from '../messages/messages.js'
import { operatorLanguage } from '../messages/operator-language.js'
import { openContext } from './open-context.js'
import { checkSlack } from './check-slack.js'
import { addDeliveryCommands } from './deliveries.js'
import { addHealthCommand } from './health.js'
import { addImportCommand } from './import.js'
import { addQuestionCommands } from './question.js'
import { addReplayCommand } from './replay.js'
import { addRouteCommands } from './route.js'
import { speak } from './speak.js'
import { addSourceCommands } from './source.js'
import { addWorkspaceCommands } from './workspace.js'
import type { Run } from './context.js'

if (existsSync('.env')) process.loadEnvFile('.env')
// A command is over before optimized code of Prisma's query compiler would pay: making it is a third of its time.
setFlagsFromString('--liftoff-only')
const messages = messagesFor(operatorLanguage(process.env))

const program = speak(new Command('heard'), messages.cli)

const run: Run = async (work, scope = 'one') => {
  const print = (line: string): void => void process.stdout.write(`${line}\n`)
  const wanted = { scope, named: program.opts<{ workspace?: string }>().workspace }
  const { context, close } = await openContext(
    readConfig(process.env),
    messages,
    systemClock(),
    print,
    wanted,
  )
  try {
    await work(context)
  } finally {
    await close()
  }
}

function buildProgram(): Command {
  program
    .description(messages.cli.about)
    .option('--workspace <name>', messages.cli.workspace.option)
    .addHelpText('after', `\n${messages.cli.exit}`)
    .showHelpAfterError()
    .exitOverride()
  addSourceCommands(program, messages, run)
  addQuestionCommands(program, messages, run)
  addRouteCommands(program, messages, run)
  addWorkspaceCommands(program, messages, run)
  addImportCommand(program, messages, run)
  addDeliveryCommands(program, messages, run)
  addReplayCommand(program, messages, run)
  addHealthCommand(program, messages, run, checkSlack)
  for (const group of program.commands) {
    group.exitOverride()
    for (const command of group.commands) command.exitOverride().showHelpAfterError()
  }
  return program
}

/** @returns the exit code */
async function main(): Promise<number> {
  try {
    await buildProgram().parseAsync(process.argv)
    return Number(process.exitCode ?? 0)
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    if (error instanceof AppError) {
      process.stderr.write(`${messages.cli.trouble(error.tell(messages))}\n`)
      return 1
    }
    process.stderr.write(
      `${messages.cli.bug(error instanceof Error ? (error.stack ?? error.message) : 'unknown')}\n`,
    )
    return 1
  }
}

const code = await main()
// Said to the end, then over: the process would otherwise wait for what is still compiled in the background.
process.stdout.write('', () => process.stderr.write('', () => process.exit(code)))
