import type { Inside } from './inside.js'

/** Where JSON stands inside the bodies of tools that post none, by kind. */
export const insides: Readonly<Record<string, Inside>> = {
  jotform: {
    open: (text) => /"rawRequest"\r\n\r\n(.*)\r\n/.exec(text)?.[1],
    close: (text, json) => text.replace(/("rawRequest"\r\n\r\n).*(?=\r\n)/, (_all, head) => `${head}${json}`),
  },
  qualtrics: {
    open: (text) => new URLSearchParams(text).get('MSG') ?? undefined,
    close: (_text, json) => new URLSearchParams({ MSG: json }).toString(),
  },
}
