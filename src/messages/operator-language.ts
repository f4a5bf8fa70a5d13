import { isLanguage, type Language } from './messages.js'

/**
 * The language of whoever sits at the terminal: HEARD_LANGUAGE, else that of the terminal as POSIX names it (the first
 * of LC_ALL, LC_MESSAGES and LANG that is set, such as de_DE.UTF-8), else English.
 */
export function operatorLanguage(env: Readonly<Record<string, string | undefined>>): Language {
  const [locale] = [env.LC_ALL, env.LC_MESSAGES, env.LANG].filter(Boolean)
  for (const wish of [env.HEARD_LANGUAGE, locale]) {
    const code = wish?.split(/[_.@-]/)[0]?.toLowerCase() ?? ''
    if (isLanguage(code)) return code
  }
  return 'en'
}
