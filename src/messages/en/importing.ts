import { numbers } from './numbers.js'

const { count, percent, things } = numbers

/** `heard import`, in English. */
export const importing = {
  about:
    'Load old answers from a file (CSV or one JSON object a line): counted in the scores, told to nobody',
  file: 'the file: .csv, .tsv, .txt, .ndjson or .jsonl',
  source: 'which feed the answers belong to, by the name you gave it',
  mapping: 'a file that says which column holds what; --suggest prints one to begin with',
  suggest: 'print a mapping for this file, to be completed by you; nothing is imported',
  dryRun: 'read and judge every row, and write nothing',
  alert: 'the answers are of today: bad ones raise cards',
  rejects: 'where rows go that cannot be taken (default: the file with .rejected.csv at its end)',
  examples: `
Examples:
  npm run -s heard -- import answers.csv --suggest > answers.yaml
  npm run heard -- import answers.csv --source relationship --mapping answers.yaml --dry-run
  npm run heard -- import answers.csv --source relationship --mapping answers.yaml

A mapping:
  response_id: Response ID         # the tool's id; without it a row is named by its content
  answered_at: { from: Submitted, format: dd.MM.yyyy HH:mm, zone: Europe/Berlin }
  customer: { email: E-mail, name: Name }
  survey: { is: Relationship 2025 } # the same for every row; a text alone is a column
  segments: { plan: Plan }
  answers:
    - question: recommend          # its key, as in: heard question bind --key recommend
      score: How likely are you to recommend us?
      comment: Why?
      metric: nps
    - question: satisfied
      score: Satisfaction
      words: { Very satisfied: 5, Satisfied: 4, Neutral: 3, Unsatisfied: 2, Very unsatisfied: 1 }
      metric: csat
      scale: { min: 1, max: 5, direction: high_is_good }

  Formats of times: iso (the default), unix, unix_ms, or a pattern as above. A time without an offset needs a zone. Without
  metric and scale the answers wait until the question is bound. In JSON a column is a path such as answers[0].score.
  Also: updated_at, version, permalink, encoding (utf-8, utf-16le, utf-16be, windows-1252, iso-8859-15), delimiter, and
  revision: raise it after mending the mapping, and what was imported before is written anew.

An import that was stopped or killed goes on where it was when the same command is given again. Given once more it changes nothing.
Exit codes: 0 all rows are in, 1 not done (the text says why), 2 the command was not understood, 3 done but for rejected rows`,
  needed: (option: string) => `${option} is needed. To see how a mapping looks: --suggest`,

  begins: (file: string, source: string, megabytes: string) =>
    `Importing ${file} (${megabytes} MB) into "${source}".`,
  triesOut: (file: string, megabytes: string) => `Reading ${file} (${megabytes} MB); nothing is written.`,
  goesOn: (rows: number) => `An earlier run stopped after ${things(rows, 'row', 'rows')}: it goes on there.`,
  progress: (d: { hundredths: number; rows: number; perSecond: number; left: string }) =>
    `${percent(d.hundredths)}  ${count(d.rows)} rows  ${count(d.perSecond)}/s  ${d.left} left`,
  done: (rows: number, seconds: number) =>
    `${things(rows, 'row is', 'rows are')} read (${count(seconds)} s):`,
  stopped: (rows: number) =>
    `Stopped after ${things(rows, 'row', 'rows')}. The same command goes on from there.`,
  created: (n: number) => `  ${things(n, 'answer is', 'answers are')} new`,
  updated: (n: number) => `  ${things(n, 'answer is', 'answers are')} changed`,
  known: (n: number) =>
    `  ${things(n, 'answer was', 'answers were')} there already (equal rows without a response_id count once)`,
  scored: (n: number) => `  ${things(n, 'answer can', 'answers can')} be scored`,
  empty: (n: number) => `  ${things(n, 'row holds', 'rows hold')} no answer`,
  quarantined: (n: number) => `  ${things(n, 'answer is', 'answers are')} off the scale and set aside`,
  unscored: (n: number) => `  ${things(n, 'answer has', 'answers have')} words and no number`,
  withdrawn: (n: number) =>
    `  ${things(n, 'answer was withdrawn before and stays so', 'answers were withdrawn before and stay so')}`,
  unbound: (n: number) =>
    `  ${things(n, 'answer waits', 'answers wait')} until somebody says what the numbers mean:`,
  bind: (source: string, key: string) =>
    `    npm run heard -- question bind --source ${JSON.stringify(source)} --key ${JSON.stringify(key)} --metric ... (what they mean)`,
  rejected: (n: number) => `  ${things(n, 'row is', 'rows are')} rejected:`,
  reason: (reason: string, rows: number, line: number) =>
    `    ${count(rows)} x ${reason} (first in line ${line})`,
  rejectsIn: (file: string) => `  They stand in ${file}: mend them there and import that file.`,

  mappingFile: 'the mapping',
  unknownField: 'is no field of a mapping',
  mappingNotYaml: (line: number) => `The mapping is not YAML: look at line ${line}.`,
  cannotOpen: (file: string, code: string) => `${file} cannot be opened (${code}).`,
  whichFormat:
    'The name of the file does not say what it is. Add format: csv or format: ndjson to the mapping.',
  emptyFile: 'The file holds nothing.',
  noTextFile: 'That is a workbook or an archive. Save it as CSV (UTF-8) first.',
  looksLikeUtf16: 'The file is not UTF-8. It looks like UTF-16: add encoding: utf-16le to the mapping.',
  notInEncoding: (encoding: string, byte: number) =>
    `The file is not ${encoding} somewhere after byte ${byte}. Say what it is in the mapping, such as encoding: windows-1252`,
  quoteNotClosed: (line: number) =>
    `Line ${line} opens a quotation mark that is never closed. Mend that line, or add the right delimiter to the mapping.`,
  lineTooLong: 'A line is over a million characters long: that is no file of answers.',
  jsonList: 'That is one JSON list. Write one object a line, for instance with: jq -c ".[]" file',
  noColumn: (column: string, columns: readonly string[]) =>
    columns.length === 1 && columns[0] !== column
      ? `There is no column "${column}". The file has one column only: ${columns.join()}. Is the delimiter another one?`
      : `There is no column "${column}". The file has: ${columns.join(', ')}`,
  columnTwice: (column: string, times: number) =>
    `The file has ${times} columns named "${column}". Give them different names first.`,
  tooManyQuestions: (most: number) =>
    `The file holds over ${most} questions that nobody has bound. Is a column of answers mapped as the question?`,
  notOurRejects: (file: string) =>
    `${file} exists already and is no file of rejected rows. Name another one with --rejects.`,
  cannotWrite: (file: string, code: string) =>
    `The rejected rows cannot be written to ${file} (${code}). What was imported stays. Make room or name another file with --rejects; the same command goes on from there.`,
  underWay: 'This file is being imported at this moment by another process. Let it end.',
  cutShort:
    'The database does not answer. What was imported stays; the same command goes on from there when it is back.',
}
