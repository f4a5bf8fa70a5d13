import type { Messages } from '../shape.js'

const names: Record<string, string> = { en: 'Englisch (English)', de: 'Deutsch' }

/** What each person sets for themselves. */
export const person: Messages['person'] = {
  description: 'Eigene Einstellungen: die Sprache',
  usageHint: '[language en | language de | language auto | help]',
  help: {
    title: 'Was sich für einen selbst einstellen lässt',
    lines: [
      '/heard language: in welcher Sprache Heard antwortet',
      '/heard language de, /heard language en: auf Deutsch antworten, oder auf Englisch',
      '/heard language auto: wieder in der Sprache des Workspaces',
    ],
    smallPrint:
      'Das gilt für Antworten auf eigene Klicks und Befehle und für Formulare. Karten und Threads lesen alle, also bleiben sie in der Sprache des Workspaces.',
  },
  language: (code) => (Object.hasOwn(names, code) ? names[code] : undefined) ?? code,
  chosen: (language) => `Ab jetzt antwortet Heard auf ${language}.`,
  automatic: (language) => `Ab jetzt antwortet Heard in der Sprache des Workspaces: ${language}.`,
  now: (language, own) =>
    own
      ? `Heard antwortet auf ${language}: so ist es eingestellt.`
      : `Heard antwortet auf ${language}, in der Sprache des Workspaces.`,
  unknownLanguage: (codes) =>
    `Diese Sprache spreche ich nicht. Möglich ist: ${codes.map((code) => `/heard language ${code}`).join(', ')}.`,
  notUnderstood: () => 'Das kenne ich nicht. /heard help zeigt, was es gibt.',
}
