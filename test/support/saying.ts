import type { AppError } from '../../src/errors.js'
import { messagesFor } from '../../src/messages/messages.js'

/** In place of an error's `tellUser` in toMatchObject: what it says, in English. */
export function saying(wanted: string | RegExp) {
  return {
    asymmetricMatch(tellUser: AppError['tellUser']): boolean {
      const said = tellUser?.(messagesFor('en'))
      if (said === undefined) return false
      return typeof wanted === 'string' ? said.includes(wanted) : wanted.test(said)
    },
    toString: (): string => 'Saying',
    toAsymmetricMatcher: (): string => `saying ${String(wanted)}`,
  }
}
