/** What is said of an error that has no sentence of its own, by its code, in English. */
export const trouble = {
  bad_input: (): string => 'That cannot be used as it is.',
  bad_signature: (): string => 'The signature does not match.',
  not_found: () =>
    'I cannot find this any more. It may have been erased, or it belongs to another workspace.',
  conflict: (): string => 'Somebody else was first. Look at it again, and then try once more.',
  not_allowed: (): string => 'That is not allowed here.',
  too_busy: (): string => 'There is too much to do right now. Please try again in a minute.',
  rate_limited: (): string => 'We were asked to slow down. Please try again in a minute.',
  unavailable: (): string => 'Something that Heard needs did not answer. Please try again in a minute.',
  misconfigured: (): string => 'Something is not set up as it must be. The log of Heard says what.',
}
