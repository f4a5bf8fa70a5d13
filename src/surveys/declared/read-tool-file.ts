import { LineCounter, parseDocument, type Document } from 'yaml'
import type { z } from 'zod'
import { AppError, type Sentence } from '../../errors.js'
import { problemOf } from '../../input-problem.js'
import { compileTool, type PlaceProblem } from './compile-tool.js'
import type { SurveySource } from '../source.js'
import { ToolFile } from './tool-file.js'

/** A file that somebody wrote, and what they call it. */
export interface GivenFile {
  name: string
  text: string
}

const longestFile = 100_000

/**
 * A survey tool from the file that describes it, in YAML or JSON.
 * @throws AppError bad_input that names file, line and field of each problem, and what to do
 */
export function readToolFile(file: GivenFile): SurveySource {
  if (file.text.length > longestFile)
    throw problems(file, [], [{ path: [], say: ({ toolFile }) => toolFile.tooLong(longestFile) }])
  const lines = new LineCounter()
  const document = parseDocument(file.text, { lineCounter: lines, schema: 'core', version: '1.2' })
  const broken = document.errors.map((error) => ({
    line: error.linePos?.[0].line ?? null,
    say: (({ toolFile }) => toolFile.notYaml()) satisfies Sentence,
  }))
  if (broken.length > 0) throw problems(file, broken.slice(0, 3), [])
  const lineOf = (path: Path): number | null => lineAt(document, lines, path)
  const parsed = ToolFile.safeParse(toValue(file, document), { reportInput: true })
  if (!parsed.success) {
    const found = parsed.error.issues
      .slice(0, 10)
      .map((issue) => ({ path: pathOf(issue), say: problemOf(issue) }))
    throw problems(file, [], found, lineOf)
  }
  const { source, problems: more } = compileTool(parsed.data)
  if (more.length > 0) throw problems(file, [], more.slice(0, 10), lineOf)
  return source
}

type Path = readonly PropertyKey[]

function toValue(file: GivenFile, document: Document): unknown {
  try {
    // Ten aliases at most: a few lines must not become a gigabyte.
    return document.toJS({ maxAliasCount: 10 }) as unknown
  } catch {
    throw problems(file, [], [{ path: [], say: ({ toolFile }) => toolFile.notYaml() }])
  }
}

/** An unknown field is named by its own line. */
function pathOf(issue: z.core.$ZodIssue): Path {
  return issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path
}

/** The line of a field, or of what holds the one that is missing. */
function lineAt(document: Document, lines: LineCounter, path: Path): number | null {
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true)
    const range: unknown = typeof node === 'object' && node !== null ? Reflect.get(node, 'range') : undefined
    if (Array.isArray(range)) return lines.linePos(Number(range[0])).line
  }
  return null
}

interface LineProblem {
  line: number | null
  say: Sentence
}

function problems(
  file: GivenFile,
  broken: readonly LineProblem[],
  found: readonly PlaceProblem[],
  lineOf: (path: Path) => number | null = () => null,
): AppError {
  return new AppError({
    code: 'bad_input',
    message: 'tool file: bad input',
    tellUser: (messages) =>
      [
        ...broken.map(({ line, say }) => messages.toolFile.line(file.name, line, '', say(messages))),
        ...found.map(({ path, say }) =>
          messages.toolFile.line(file.name, lineOf(path), written(path), say(messages)),
        ),
      ].join('\n'),
  })
}

/** As people write it: questions[0].max */
function written(path: Path): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '')
}
