/** What senders are answered, and `source test` knows Heard by. */
export const noSuchUrl = 'no source has this URL'
export const tryAgain = 'busy, please try again'
