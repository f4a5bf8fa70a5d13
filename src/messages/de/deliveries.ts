import type { Messages } from '../shape.js'

/** What `heard deliveries`, `heard delivery` and `heard replay` say. */

const verdicts: Record<string, string> = {
  accepted: 'angenommen',
  partial: 'TEILWEISE',
  duplicate: 'doppelt',
  ignored: 'übergangen',
  rejected: 'ABGELEHNT',
  unbound: 'wartet',
  test: 'Test',
}
const nameOf = (verdict: string): string =>
  (Object.hasOwn(verdicts, verdict) ? verdicts[verdict] : undefined) ?? verdict

export const deliveries: Messages['cli']['deliveries'] = {
  about: 'Was die Umfrage-Tools geschickt haben und was daraus wurde; nie, was Kunden geschrieben haben',
  oneAbout: 'Eine Zustellung und die Form ihres Inhalts: Namen und Typen der Felder, keine Werte',
  id: 'die Id, die `heard deliveries` zeigt',
  rejected: 'nur solche, die nicht oder nur teilweise zu verstehen waren',
  source: 'nur diese Quelle',
  since: 'nur ab dann: 30m, 6h, 2d, ein Tag (2026-11-22) oder eine ISO-Zeit',
  limit: 'wie viele höchstens, die neuesten zuerst',
  json: 'ein JSON-Objekt je Zeile',
  examples: `
Beispiele:
  npm run heard -- deliveries --rejected --since 2d
  npm run heard -- deliveries --source relationship --limit 10 --json
  npm run heard -- delivery 0b5c1d1e-6f0b-5a53-9d1c-2f6c1d0e8a11`,
  none: 'So eine Zustellung gibt es nicht.',
  counted: (n, more) =>
    more
      ? `${n} gezeigt, die neuesten zuerst; es kann mehr geben: --limit`
      : `${n} insgesamt, die neuesten zuerst.`,
  line: ({ id, at, source, verdict, reason, bytes }) =>
    `${at}  ${nameOf(verdict).padEnd(10)}  ${id}  ${source}  ${bytes} Bytes${reason === null ? '' : `\n    ${reason}`}`,
  noSuch: () =>
    'Diese Zustellung gibt es in diesem Workspace nicht. Auflisten: npm run heard -- deliveries --rejected',
  format: (format) =>
    ({
      json: 'Ein JSON-Inhalt:',
      form: 'Ein Formular (urlencoded):',
      multipart: 'Ein Formular (multipart):',
      unreadable: 'Der Inhalt ist weder JSON noch ein Formular.',
    })[format],
  field: (path, types, times) => `  ${path}  ${types}${times > 1 ? `  (${times}-mal)` : ''}`,
  types: {
    text: 'Text',
    empty_text: 'leerer Text',
    number_in_text: 'Zahl als Text',
    time_in_text: 'Zeit als Text',
    json_in_text: 'JSON als Text',
    whole_number: 'ganze Zahl',
    number: 'Zahl',
    boolean: 'wahr oder falsch',
    null: 'leer (null)',
    object: 'Objekt',
    list: 'Liste',
    file: 'Datei',
  },
  left: (n) => `  ... und ${n} weitere`,
  next: (id) => `Wenn Datei oder Einstellungen des Tools berichtigt sind: npm run heard -- replay ${id}`,
}

export const replay: Messages['cli']['replay'] = {
  about: 'Aufbewahrte Zustellungen noch einmal lesen, mit ihren Quellen, wie sie jetzt sind',
  id: 'eine Zustellung, wie `heard deliveries` sie zeigt',
  rejected: 'nur solche, die nicht oder nur teilweise zu verstehen waren',
  all: 'auch angenommene: wenn eine Zuordnung Antworten übersehen oder falsch gelesen hat',
  examples: `
Beispiele:
  npm run heard -- replay 0b5c1d1e-6f0b-5a53-9d1c-2f6c1d0e8a11
  npm run heard -- replay --since 2d --source relationship
  npm run heard -- replay --since 2026-11-22 --rejected

Ohne --rejected oder --all: solche, die keine Antwort ergaben oder auf ihre Frage warten (abgelehnt, teilweise, übergangen, wartet).
Was jetzt anders verstanden wird, ändert die Antwort und ihre Karte; eine Antwort, die später kam, bleibt, wie sie ist.
Abbrechen und noch einmal starten ist erlaubt: nichts wird zweimal gezählt oder gemeldet.`,
  sayWhich: () => 'Bitte dazusagen, welche: die Id einer Zustellung, oder --since mit einer Zeit.',
  oneOrMany: () => 'Eine Id steht allein: --since, --source, --rejected und --all weglassen.',
  notBoth: () => '--rejected und --all widersprechen einander.',
  nothing: 'Nichts noch einmal zu lesen: so eine Zustellung gibt es nicht.',
  progress: (done, total) => `${done} von ${total} Zustellungen`,
  done: (n, verdict) => `  ${String(n).padStart(7)} ${nameOf(verdict)}`,
  replayed: (n) => `${n} noch einmal gelesen; sie sind jetzt:`,
  responses: (created, updated, same) => `Antworten: ${created} neu, ${updated} geändert, ${same} wie zuvor.`,
  raised: (n) => `${n} davon bekommen eine Karte oder ändern die, die sie haben.`,
  tooOld: (n) => `${n} schlechte sind älter als ein Tag: sie werden gezählt, bekommen aber keine Karte mehr.`,
  still: (n, reason) => `  ${n} sind weiterhin nicht zu verstehen: ${reason}`,
  lost: (n) =>
    `${n} gehören zu einer Quelle, deren Art diese Version nicht kennt: sie bleiben, wie sie sind.`,
}

export const since: Messages['cli']['since'] = {
  notUnderstood: () =>
    '--since: schreiben, wie lange es her ist (30m, 6h, 2d, 1w), einen Tag (2026-11-22) oder eine ISO-Zeit (2026-11-22T08:00:00Z).',
  notACount: (option, least, most) => `${option} muss eine ganze Zahl von ${least} bis ${most} sein.`,
}
