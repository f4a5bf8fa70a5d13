/** What people read, in English: cli. */
export const cli = {}
