import type { Command } from 'commander'
import type { Messages } from '../messages/messages.js'

type Usage = Messages['cli']['usage']

/**
 * Makes the parser of commands speak the reader's language: headings, its own options, and what was typed wrong. To be
 * called before commands are added: they inherit it.
 */
export function speak(program: Command, { usage }: Messages['cli']): Command {
  const titles: Readonly<Record<string, string>> = {
    'Usage:': usage.titles.usage,
    'Arguments:': usage.titles.arguments,
    'Options:': usage.titles.options,
    'Commands:': usage.titles.commands,
    'Global Options:': usage.titles.globalOptions,
  }
  return program
    .helpOption('-h, --help', usage.help)
    .helpCommand('help [command]', usage.helpCommand)
    .configureHelp({ styleTitle: (title) => titles[title] ?? title })
    .configureOutput({ outputError: (told, write) => write(`${sentence(told, usage)}\n`) })
}

/** The parser gives its sentence only; what it is about stands in quotation marks. */
function sentence(told: string, usage: Usage): string {
  const what = /'(.+?)'/.exec(told)?.[1] ?? ''
  const near = /\(Did you mean (.+?)\?\)/.exec(told)?.[1]
  return near === undefined ? problem(told, what, usage) : usage.didYouMean(problem(told, what, usage), near)
}

function problem(told: string, what: string, usage: Usage): string {
  if (told.startsWith('error: required option')) return usage.missingOption(what)
  if (told.includes('argument missing')) return usage.missingValue(what)
  if (told.startsWith('error: unknown option')) return usage.unknownOption(what)
  if (told.startsWith('error: unknown command')) return usage.unknownCommand(what)
  return told.startsWith('error: too many arguments') ? usage.tooMany() : usage.notUnderstood()
}
