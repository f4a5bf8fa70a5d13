import type { Messages } from '../shape.js'
import { numbers } from './numbers.js'

const { count, percent, things } = numbers

/** `heard import`. Felder der Zuordnung heißen in jeder Sprache gleich. */
export const importing: Messages['cli']['importing'] = {
  about:
    'Alte Antworten aus einer Datei laden (CSV oder ein JSON-Objekt je Zeile): sie zählen, gemeldet wird keine',
  file: 'die Datei: .csv, .tsv, .txt, .ndjson oder .jsonl',
  source: 'zu welcher Quelle die Antworten gehören, mit ihrem eigenen Namen',
  mapping: 'eine Datei, die sagt, in welcher Spalte was steht; --suggest schlägt eine vor',
  suggest: 'eine Zuordnung für diese Datei ausgeben, die zu ergänzen ist; importiert wird nichts',
  dryRun: 'jede Zeile lesen und beurteilen, nichts schreiben',
  alert: 'die Antworten sind von heute: schlechte erzeugen Karten',
  rejects: 'wohin Zeilen kommen, die nicht zu brauchen sind (sonst: die Datei mit .rejected.csv am Ende)',
  examples: `
Beispiele:
  npm run -s heard -- import answers.csv --suggest > answers.yaml
  npm run heard -- import answers.csv --source relationship --mapping answers.yaml --dry-run
  npm run heard -- import answers.csv --source relationship --mapping answers.yaml

Eine Zuordnung:
  response_id: Antwort-ID          # wie das Tool sie nennt; ohne sie benennt der Inhalt die Zeile
  answered_at: { from: Datum, format: dd.MM.yyyy HH:mm, zone: Europe/Berlin }
  customer: { email: E-Mail, name: Name }
  survey: { is: Beziehung 2025 }   # für jede Zeile gleich; ein Text allein ist eine Spalte
  segments: { plan: Tarif }
  answers:
    - question: recommend          # ihr Schlüssel, wie in: heard question bind --key recommend
      score: Wie wahrscheinlich empfehlen Sie uns weiter?
      comment: Warum?
      metric: nps
    - question: satisfied
      score: Zufriedenheit
      words: { Sehr zufrieden: 5, Zufrieden: 4, Weder noch: 3, Unzufrieden: 2, Sehr unzufrieden: 1 }
      metric: csat
      scale: { min: 1, max: 5, direction: high_is_good }

  Formate von Zeiten: iso (sonst immer), unix, unix_ms oder ein Muster wie oben. Eine Zeit ohne Abstand zu UTC braucht eine
  zone. Ohne metric und scale warten die Antworten, bis die Frage zugeordnet ist. In JSON ist eine Spalte ein Pfad wie
  answers[0].score. Außerdem: updated_at, version, permalink, encoding (utf-8, utf-16le, utf-16be, windows-1252,
  iso-8859-15), delimiter und revision: nach einer Korrektur der Zuordnung erhöht, wird das schon Importierte neu geschrieben.

Ein Import, der angehalten oder abgebrochen wurde, geht mit demselben Befehl dort weiter. Noch einmal gegeben, ändert er nichts.
Exit-Codes: 0 alle Zeilen sind da, 1 nicht fertig (der Text sagt, warum), 2 der Befehl wurde nicht verstanden, 3 fertig bis auf abgewiesene Zeilen`,
  needed: (option) => `${option} fehlt. Wie eine Zuordnung aussieht, zeigt --suggest`,

  begins: (file, source, megabytes) => `${file} (${megabytes} MB) wird in „${source}“ importiert.`,
  triesOut: (file, megabytes) => `${file} (${megabytes} MB) wird gelesen; geschrieben wird nichts.`,
  goesOn: (rows) => `Ein früherer Lauf endete nach ${things(rows, 'Zeile', 'Zeilen')}: dort geht es weiter.`,
  progress: (d) =>
    `${percent(d.hundredths)}  ${count(d.rows)} Zeilen  ${count(d.perSecond)}/s  noch ${d.left}`,
  done: (rows, seconds) => `${things(rows, 'Zeile ist', 'Zeilen sind')} gelesen (${count(seconds)} s):`,
  stopped: (rows) => `Nach ${things(rows, 'Zeile', 'Zeilen')} angehalten. Derselbe Befehl macht dort weiter.`,
  created: (n) => `  ${things(n, 'Antwort ist', 'Antworten sind')} neu`,
  updated: (n) => `  ${things(n, 'Antwort ist', 'Antworten sind')} geändert`,
  known: (n) =>
    `  ${things(n, 'Antwort war', 'Antworten waren')} schon da (gleiche Zeilen ohne response_id zählen einmal)`,
  scored: (n) => `  ${things(n, 'Antwort kann', 'Antworten können')} gezählt werden`,
  empty: (n) => `  ${things(n, 'Zeile enthält', 'Zeilen enthalten')} keine Antwort`,
  quarantined: (n) =>
    `  ${things(n, 'Antwort liegt außerhalb der Skala und ist', 'Antworten liegen außerhalb der Skala und sind')} beiseitegelegt`,
  unscored: (n) => `  ${things(n, 'Antwort hat', 'Antworten haben')} Worte und keine Zahl`,
  withdrawn: (n) =>
    `  ${things(n, 'Antwort wurde zuvor zurückgezogen und bleibt es', 'Antworten wurden zuvor zurückgezogen und bleiben es')}`,
  unbound: (n) =>
    `  ${things(n, 'Antwort wartet', 'Antworten warten')}, bis jemand sagt, was die Zahlen bedeuten:`,
  bind: (source, key) =>
    `    npm run heard -- question bind --source ${JSON.stringify(source)} --key ${JSON.stringify(key)} --metric ... (was sie bedeuten)`,
  rejected: (n) => `  ${things(n, 'Zeile ist', 'Zeilen sind')} abgewiesen:`,
  reason: (reason, rows, line) => `    ${count(rows)} x ${reason} (zuerst in Zeile ${line})`,
  rejectsIn: (file) => `  Sie stehen in ${file}: dort berichtigen und diese Datei importieren.`,

  mappingFile: 'die Zuordnung',
  unknownField: 'ist kein Feld einer Zuordnung',
  mappingNotYaml: (line) => `Die Zuordnung ist kein YAML: siehe Zeile ${line}.`,
  cannotOpen: (file, code) => `${file} lässt sich nicht öffnen (${code}).`,
  whichFormat:
    'Der Name der Datei sagt nicht, was sie ist. In die Zuordnung gehört format: csv oder format: ndjson.',
  emptyFile: 'Die Datei ist leer.',
  noTextFile: 'Das ist eine Arbeitsmappe oder ein Archiv. Bitte zuerst als CSV (UTF-8) speichern.',
  looksLikeUtf16:
    'Die Datei ist nicht UTF-8. Sie sieht nach UTF-16 aus: encoding: utf-16le in die Zuordnung schreiben.',
  notInEncoding: (encoding, byte) =>
    `Irgendwo nach Byte ${byte} ist die Datei nicht ${encoding}. In die Zuordnung gehört, was sie ist, etwa encoding: windows-1252`,
  quoteNotClosed: (line) =>
    `In Zeile ${line} öffnet sich ein Anführungszeichen, das sich nie schließt. Die Zeile berichtigen, oder das richtige delimiter in die Zuordnung schreiben.`,
  lineTooLong: 'Eine Zeile hat über eine Million Zeichen: das ist keine Datei mit Antworten.',
  jsonList:
    'Das ist eine einzige JSON-Liste. Nötig ist ein Objekt je Zeile, zum Beispiel mit: jq -c ".[]" datei',
  noColumn: (column, columns) =>
    columns.length === 1 && columns[0] !== column
      ? `Eine Spalte „${column}“ gibt es nicht. Die Datei hat nur eine: ${columns.join()}. Ist das Trennzeichen ein anderes?`
      : `Eine Spalte „${column}“ gibt es nicht. Die Datei hat: ${columns.join(', ')}`,
  columnTwice: (column, times) =>
    `Die Datei hat ${times} Spalten namens „${column}“. Bitte zuerst verschieden benennen.`,
  tooManyQuestions: (most) =>
    `Die Datei enthält über ${most} Fragen, die niemand zugeordnet hat. Ist eine Spalte mit Antworten als Frage eingetragen?`,
  notOurRejects: (file) =>
    `${file} gibt es schon, und es ist keine Datei mit abgewiesenen Zeilen. Mit --rejects eine andere nennen.`,
  cannotWrite: (file, code) =>
    `Die abgewiesenen Zeilen lassen sich nicht nach ${file} schreiben (${code}). Was importiert ist, bleibt. Platz schaffen oder mit --rejects eine andere Datei nennen; derselbe Befehl macht dort weiter.`,
  underWay: 'Diese Datei wird gerade von einem anderen Prozess importiert. Bitte abwarten.',
  cutShort:
    'Die Datenbank antwortet nicht. Was importiert ist, bleibt; ist sie wieder da, macht derselbe Befehl dort weiter.',
}
