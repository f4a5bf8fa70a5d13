import type { ErrorCode } from '../../errors.js'

/** What is said of an error that has no sentence of its own, in English. */
export const trouble: Record<ErrorCode, () => string> = {
  bad_input: () => 'That cannot be used as it is.',
  bad_signature: () => 'The signature does not match.',
  not_found: () =>
    'I cannot find this any more. It may have been erased, or it belongs to another workspace.',
  conflict: () => 'Somebody else was first. Look at it again, and then try once more.',
  not_allowed: () => 'That is not allowed here.',
  too_busy: () => 'There is too much to do right now. Please try again in a minute.',
  rate_limited: () => 'We were asked to slow down. Please try again in a minute.',
  unavailable: () => 'Something that Heard needs did not answer. Please try again in a minute.',
  misconfigured: () => 'Something is not set up as it must be. The log of Heard says what.',
}
