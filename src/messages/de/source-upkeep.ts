import type { Messages } from '../shape.js'
import { numbers } from './numbers.js'

const { things } = numbers

/** Was mit einer Quelle geschieht, nachdem sie angebunden ist. */
export const sourceUpkeep: Messages['cli']['sourceUpkeep'] = {
  name: 'die Quelle, mit ihrem eigenen Namen',
  line: (name, title, kind, answers, last) =>
    `${name}  (${title}, Art ${kind})  ${things(answers, 'Antwort', 'Antworten')}${last === null ? ', noch nichts empfangen' : `, letzte Zustellung ${last}`}`,
  off: (name, since) =>
    `  AUSGESCHALTET seit ${since}: was kommt, wird mit 200 beantwortet und verworfen. Einschalten: npm run heard -- source enable ${JSON.stringify(name)}`,
  waiting: (n) =>
    `  ${things(n, 'Antwort wartet', 'Antworten warten')}, bis die Frage festgelegt ist: npm run heard -- question list`,
  refused: (n, last) =>
    `  ${things(n, 'Anfrage', 'Anfragen')} abgelehnt seit der letzten angenommenen Zustellung${last === null ? '' : `, die letzte ${last}`}: npm run heard -- health`,
  formerUrl: (until) => `  eine ältere URL gilt bis ${until}`,

  disableAbout:
    'Eine Quelle ruhen lassen: was kommt, wird mit 200 beantwortet, damit das Tool weiter sendet, und verworfen',
  enableAbout: 'Zustellungen einer Quelle wieder annehmen',
  switchExamples: `
Beispiele:
  npm run heard -- source disable relationship
  npm run heard -- source enable relationship`,
  isOff: (name, since) =>
    `„${name}“ ist ausgeschaltet (${since}), innerhalb einer Sekunde. Was kommt, wird mit 200 beantwortet und verworfen: nichts davon bleibt.`,
  isOffAlready: (name, since) => `„${name}“ ist schon ausgeschaltet, seit ${since}.`,
  isOn: (name, since) =>
    `„${name}“ ist eingeschaltet, innerhalb einer Sekunde. Was seit ${since} kam, wurde verworfen: im Tool noch einmal senden lassen, oder importieren.`,
  isOnAlready: (name) => `„${name}“ ist schon eingeschaltet.`,

  rotateAbout: 'Einer Quelle eine andere URL geben; die bisherige gilt noch eine Weile',
  grace:
    'wie lange die bisherige URL noch gilt: ohne Angabe 7d; 12h, 2w, höchstens 90d; 0 beendet sie sofort',
  rotateExamples: `
Beispiele:
  npm run heard -- source rotate relationship
  npm run heard -- source rotate relationship --grace 0
--grace 0 ist für eine URL, die bekannt wurde. Ein Secret wechselt: npm run heard -- source secret --help`,
  rotated: (name, url) => `„${name}“ hat eine andere URL.\n\n  URL     ${url}\n`,
  formerUntil: (until) => `Die bisherige URL gilt bis ${until}: bis dahin die neue im Tool eintragen.`,
  formerEnds:
    'Die bisherige URL und alle davor enden innerhalb einer Sekunde: jetzt die neue im Tool eintragen.',
  graceNotUnderstood: () => '--grace: Stunden, Tage oder Wochen wie 12h, 7d oder 2w, höchstens 90d; oder 0.',
}
