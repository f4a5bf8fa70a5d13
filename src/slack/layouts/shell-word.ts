import { limits } from '../limits.js'
import { oneLine } from '../safe-text.js'

/** People paste this into a shell, and a survey tool may have chosen the text: single quotes let nothing be run. */
function shellWord(value: string): string {
  const word = oneLine(value, limits.shellWord)
  return /^[A-Za-z0-9_.:@/-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

/** An option with its value, which may begin with a dash. */
export function option(name: string, value: string): string {
  return oneLine(value, limits.shellWord).startsWith('-')
    ? `${name}=${shellWord(value)}`
    : `${name} ${shellWord(value)}`
}
