import { AppError } from '../errors.js'
import { readToolFile } from './declared/read-tool-file.js'
import type { SurveySource } from './source.js'
import { sourceOf } from './sources.js'

/** What a source's row says of its tool. */
export interface ToolRow {
  kind: string
  name: string
  /** A file of its own; null: the kind is one that Heard knows. */
  definition: string | null
}

/**
 * The survey tool of a source. Undefined: this version of Heard does not know the kind.
 * @throws AppError misconfigured for a file of its own that this version does not understand any more
 */
export function toolOf({ kind, name, definition }: ToolRow): SurveySource | undefined {
  if (definition === null) return sourceOf(kind)
  try {
    return readToolFile({ name, text: definition })
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause
    throw new AppError({
      code: 'misconfigured',
      message: 'the tool file of a source is not understood by this version',
      tellUser: cause.tellUser,
      cause,
    })
  }
}

const mostFiles = 1_000

/** Remembers what each file was compiled to: sources are read anew every second, and files hardly ever change. */
export function openToolShelf(): (row: ToolRow) => SurveySource | undefined {
  const byText = new Map<string, SurveySource>()
  return (row) => {
    if (row.definition === null) return sourceOf(row.kind)
    const known = byText.get(row.definition)
    if (known) return known
    const tool = toolOf(row)
    const [oldest] = byText.size >= mostFiles ? byText.keys() : []
    if (oldest !== undefined) byText.delete(oldest)
    if (tool) byText.set(row.definition, tool)
    return tool
  }
}
