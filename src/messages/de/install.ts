import type { Messages } from '../shape.js'

/** What the browser shows after Slack sent it back from an install. */
export const install: Messages['install'] = {
  done: (team) =>
    `Heard ist installiert${team === '' ? '' : `, in ${team}`}. In Slack im Kanal, der von unzufriedener Kundschaft hören soll, ` +
    '/invite @Heard eingeben; dann sagt, wer Heard betreibt, welcher Kanal das ist: heard route set --help',
  cancelled: () =>
    'Die Installation wurde in Slack abgebrochen. Nichts wurde geändert. Für einen neuen Versuch /slack/install öffnen.',
  stale: () =>
    'Dieser Link wurde in einem anderen Browser benutzt oder ist älter als zehn Minuten. Bitte bei /slack/install neu beginnen.',
  notOneTeam: () =>
    'Heard wird für einen Slack-Workspace auf einmal installiert, nicht für eine ganze Organisation. Bitte einen Workspace wählen.',
  tryLater: () =>
    'Heard konnte die Installation gerade nicht speichern. Bitte in einer Minute bei /slack/install neu beginnen.',
  refused: (word) =>
    `Slack hat die Installation nicht abgeschlossen${word === '' ? '' : ` (${word})`}. Bitte bei /slack/install neu beginnen; ` +
    'geschieht es wieder, sollten Client-ID, Secret und Redirect-URL mit der Seite der App verglichen werden.',
}
