const names: Record<string, string> = { en: 'English', de: 'German (Deutsch)' }

/** What one person sets for themselves, in English. */
export const person = {
  description: 'What Heard does for you: your language',
  usageHint: '[language en | language de | language auto | help]',
  help: {
    title: 'What you can set for yourself',
    lines: [
      '/heard language: which language Heard answers you in',
      '/heard language de, /heard language en: answer me in German, or in English',
      "/heard language auto: the workspace's language again",
    ],
    smallPrint:
      'Yours are answers to your own clicks and commands, and forms. Cards and threads are read by everybody, so they stay in the language of the workspace.',
  },
  language: (code: string): string => (Object.hasOwn(names, code) ? names[code] : undefined) ?? code,
  chosen: (language: string): string => `From now on Heard answers you in ${language}.`,
  automatic: (language: string): string =>
    `From now on Heard answers you in the language of the workspace: ${language}.`,
  now: (language: string, own: boolean): string =>
    own
      ? `Heard answers you in ${language}: you chose that.`
      : `Heard answers you in ${language}, the language of the workspace.`,
  unknownLanguage: (codes: readonly string[]): string =>
    `That is not a language I speak. Type one of: ${codes.map((code) => `/heard language ${code}`).join(', ')}.`,
  notUnderstood: (): string => 'I do not know that. Type /heard help to see what there is.',
}
