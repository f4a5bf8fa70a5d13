import { de } from './de.js'
import { en } from './en.js'
import type { Messages } from './shape.js'

export type { Messages } from './shape.js'

const spoken = { en, de }

/** A two-letter code of ISO 639-1. */
export type Language = keyof typeof spoken

export const languages: readonly [Language, ...Language[]] = ['en', 'de']

export function isLanguage(code: string): code is Language {
  return Object.hasOwn(spoken, code)
}

/** @param language a two-letter code; one that Heard does not speak gets English */
export function messagesFor(language: string): Messages {
  return isLanguage(language) ? spoken[language] : en
}
