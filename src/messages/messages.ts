import { en } from './en.js'

/** Every sentence that chat and CLI users read, as typed functions: a language that misses one does not compile. */
export type Messages = typeof en

const languages: Readonly<Record<string, Messages>> = { en }

/** @param language a two-letter code; an unknown one gets English */
export function messagesFor(language: string): Messages {
  return languages[language] ?? en
}
