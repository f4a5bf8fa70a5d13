/** What people read, in English: notices. */
export const notices = {}
