export interface Row {
  name: string
  tool: string
  expected: string
  got: string
  /** Left out: as expected. */
  problem?: string | undefined
  why: string
}

/** Rows under one another, the wrong ones marked and explained. */
export function tableOf(rows: readonly Row[]): string {
  const cells = rows.map(({ name, tool, expected, got, problem, why }) => [
    problem === undefined ? 'ok' : 'WRONG',
    name,
    tool,
    expected,
    got,
    problem ?? why,
  ])
  const lines = [['', 'sample', 'tool', 'expected', 'got', 'why'], ...cells]
  const widths = [0, 1, 2, 3, 4].map((column) =>
    Math.max(...lines.map((line) => (line[column] ?? '').length)),
  )
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
