import type { Messages } from '../shape.js'

/** Was an einer Datei falsch ist, die ein Umfrage-Tool beschreibt. */
export const toolFile: Messages['toolFile'] = {
  line: (file, line, place, problem) =>
    `${file}${line === null ? '' : `:${line}`} ${place === '' ? 'die Datei' : place}: ${problem}`,
  notYaml: () =>
    'ist kein gültiges YAML (oft ein Doppelpunkt oder Leerzeichen an falscher Stelle: Text in Anführungszeichen setzen)',
  tooLong: (most) => `ist länger als ${most} Zeichen`,
  expression: (why) => `der Ausdruck ist nicht brauchbar: ${why}`,
  secretTokens: (names) =>
    `darf nur ${names.map((name) => `{${name}}`).join(', ')} nennen; weitere Teile stehen unter secret.parts`,
  noFieldInMultipart: () =>
    'in einem Feld eines Multipart-Bodys können weder Signatur noch Secret stehen: Header oder Query verwenden',
  secretInQuery: (name) =>
    `in ${name} steht das Secret; es kann weder von Ausdrücken gelesen noch aufbewahrt werden: aus query nehmen`,
  noFile: (path) => `Es gibt keine lesbare Datei ${path}.`,
  kindChanged: (before, now) =>
    `kind der Datei ist „${now}“, aber die URL der Quelle nennt „${before}“. Bitte kind: ${before} lassen oder eine neue Quelle anlegen.`,
  fileOrKind: () =>
    'Bitte entweder --kind oder --file angeben: ein Tool, das Heard kennt, oder eine eigene Datei.',

  cli: {
    file: 'eine Datei, die ein Umfrage-Tool beschreibt (docs/sources.md erklärt sie)',
    isSet: (name, title) =>
      `Die Anbindung „${name}“ (${title}) folgt binnen einer Sekunde der neuen Datei.\nWas bisher nicht verstanden wurde: npm run heard -- replay --source ${JSON.stringify(name)} --since 7d`,
    outcome: (payload, outcome, reason) => `${payload}: ${outcome}${reason === null ? '' : ` (${reason})`}`,
    answer: (key, score, state, metric) =>
      `  ${key}: ${score ?? 'keine Zahl'}, ${state}${metric === null ? '' : ` als ${metric.toUpperCase()}`}`,
    facts: (at, customer, segments, comment) =>
      `    beantwortet ${at}; Kunde: ${customer.join(', ') || 'niemand'}; Segmente: ${segments.join(', ') || 'keine'}; Kommentar: ${comment} Zeichen`,
    wouldAlert: (rule) =>
      rule === null ? '    daraus wird keine Karte' : `    daraus wird eine Karte (${rule})`,
  },
}
