/** What people read, in English: forms. */
export const forms = {}
