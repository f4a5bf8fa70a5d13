/** What people read, in English: score. */
export const score = {}
