/** What people read, in English: card. */
export const card = {}
