import type { en } from './en.js'

/**
 * Every sentence that chat and CLI users read, as typed functions. English is the pattern: a language that misses a
 * sentence, or takes other facts for it, does not compile.
 */
export type Messages = typeof en
