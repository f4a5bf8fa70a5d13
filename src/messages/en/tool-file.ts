/** What is wrong with a file that describes a survey tool, in English. */
export const toolFile = {
  /** One problem; the place is a path like questions[0].max, or empty. */
  line: (file: string, line: number | null, place: string, problem: string): string =>
    `${file}${line === null ? '' : `:${line}`} ${place === '' ? 'the file' : place}: ${problem}`,
  notYaml: (): string =>
    'is not valid YAML (often a colon or a blank at the wrong place: put the text in quotes)',
  tooLong: (most: number): string => `is longer than ${most} characters`,
  expression: (why: string): string => `the expression ${why}`,
  secretTokens: (names: readonly string[]): string =>
    `may name ${names.map((name) => `{${name}}`).join(', ')} only; other pieces are declared under secret.parts`,
  noFieldInMultipart: (): string =>
    'a field of a multipart body cannot hold the signature or the secret: use a header or the query',
  noFile: (path: string): string => `There is no file ${path} that can be read.`,
  kindChanged: (before: string, now: string): string =>
    `The file's kind is "${now}", but the source's URL says "${before}". Keep kind: ${before}, or add a new source.`,
  fileOrKind: (): string => 'Say either --kind or --file: a tool that Heard knows, or your own file.',
  nothingToSet: (): string => 'Say what to set: --file tool.yaml',
}
