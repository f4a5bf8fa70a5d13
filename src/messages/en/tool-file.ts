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
  secretInQuery: (name: string): string =>
    `${name} holds the secret, so it cannot be read by expressions nor kept: take it out of query`,
  noFile: (path: string): string => `There is no file ${path} that can be read.`,
  kindChanged: (before: string, now: string): string =>
    `The file's kind is "${now}", but the source's URL says "${before}". Keep kind: ${before}, or add a new source.`,
  fileOrKind: (): string => 'Say either --kind or --file: a tool that Heard knows, or your own file.',

  cli: {
    file: 'a file that describes a survey tool (docs/sources.md explains it)',
    isSet: (name: string, title: string): string =>
      `The feed "${name}" (${title}) follows the new file within a second.\nWhat it did not understand before: npm run heard -- replay --source ${JSON.stringify(name)} --since 7d`,
    outcome: (payload: string, outcome: string, reason: string | null): string =>
      `${payload}: ${outcome}${reason === null ? '' : ` (${reason})`}`,
    answer: (key: string, score: number | null, state: string, metric: string | null): string =>
      `  ${key}: ${score ?? 'no number'}, ${state}${metric === null ? '' : ` as ${metric.toUpperCase()}`}`,
    facts: (at: string, customer: readonly string[], segments: readonly string[], comment: number): string =>
      `    answered ${at}; customer: ${customer.join(', ') || 'nobody'}; segments: ${segments.join(', ') || 'none'}; comment: ${comment} characters`,
    wouldAlert: (rule: string | null): string =>
      rule === null ? '    it raises no card' : `    it raises a card (${rule})`,
  },
}
