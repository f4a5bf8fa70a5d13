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
  noFile: (path) => `Es gibt keine lesbare Datei ${path}.`,
  kindChanged: (before, now) =>
    `kind der Datei ist „${now}“, aber die URL der Quelle nennt „${before}“. Bitte kind: ${before} lassen oder eine neue Quelle anlegen.`,
  fileOrKind: () =>
    'Bitte entweder --kind oder --file angeben: ein Tool, das Heard kennt, oder eine eigene Datei.',
  nothingToSet: () => 'Bitte sagen, was gesetzt werden soll: --file tool.yaml',
}
