import { textsIn } from './walk.js'

type Tree = Record<string, unknown>

const open = '⟦'
const close = '⟧'

/** Asks a question of the text instead of saying something. */
const notSaid = new Set(['isRule'])

/**
 * Turns a language into one in which every sentence stands between ⟦ and ⟧, in place: whoever took hold of it earlier
 * speaks it too. What is then read without the brackets did not come from the messages.
 * @returns speaks the language again, for the test files that come after in the same process
 */
export function makePseudo(language: Tree): () => void {
  const undo: (() => void)[] = []
  for (const [key, value] of Object.entries(language)) {
    if (notSaid.has(key)) continue
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      undo.push(makePseudo(value as Tree))
      continue
    }
    undo.push(() => (language[key] = value))
    language[key] = typeof value === 'function' ? speaking(value as Speak) : bracketed(value)
  }
  return () => {
    for (const back of undo) back()
  }
}

type Speak = (...facts: unknown[]) => unknown

function speaking(speak: Speak): Speak {
  return (...facts) => bracketed(speak(...facts))
}

function bracketed(value: unknown): unknown {
  if (typeof value === 'string') return value === '' ? value : `${open}${value}${close}`
  if (Array.isArray(value)) return value.map(bracketed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, bracketed(each)]))
}

/** A text without its bracketed parts. What was cut short has no end: its rest is bracketed too. */
export function outsideBrackets(text: string): string {
  let depth = 0
  let kept = ''
  for (const character of text) {
    if (character === open) depth++
    else if (character === close) depth = Math.max(0, depth - 1)
    else if (depth === 0) kept += character
  }
  return kept
}

/** Fields of a message or view that nobody reads. */
const unread = new Set(
  'type action_id block_id callback_id value private_metadata style url ts thread_ts user user_id team channel bot_id app_id id hash format fallback timestamp event_type event_payload metadata root_view_id rendered emoji state previous_view_id external_id app_installed_team_id trigger_actions_on'.split(
    ' ',
  ),
)

/** Everything in a message, a form or an answer that somebody reads. */
export function readIn(shown: unknown): string[] {
  if (Array.isArray(shown)) return shown.flatMap(readIn)
  if (typeof shown !== 'object' || shown === null) return textsIn(shown)
  return Object.entries(shown).flatMap(([key, value]) => (unread.has(key) ? [] : readIn(value)))
}

/**
 * What is read and came neither from the messages nor from the planted facts: what customers and people wrote, names,
 * ids. Signs, numbers and Slack's own tokens are no words.
 */
export function bareIn(shown: unknown, planted: readonly string[]): string[] {
  return readIn(shown).flatMap((text) => {
    let rest = outsideBrackets(text).replace(/<![^>]*>|<@[^>]*>|:[a-z_]+:/g, ' ')
    for (const fact of planted.toSorted((a, b) => b.length - a.length)) rest = rest.replaceAll(fact, ' ')
    return /\p{L}{2,}/u.test(rest) ? [rest.trim()] : []
  })
}
