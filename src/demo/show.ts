/** What the demo prints. */
export interface Show {
  line(text?: string): void
  step(text: string): void
  /** A bar that fills on one line; on a pipe it prints once, at the end. */
  bar(title: string, total: number): (done: number) => void
}

const width = 30

export function showOn(out: NodeJS.WriteStream): Show {
  let steps = 0
  const line = (text = ''): void => void out.write(`${text}\n`)
  return {
    line,
    step: (text) => line(`\n${++steps}. ${text}`),
    bar(title, total) {
      return (done) => {
        if (!out.isTTY && done < total) return
        const full = Math.round((done / total) * width)
        const bar = `${'█'.repeat(full)}${'░'.repeat(width - full)}`
        out.write(
          `${out.isTTY ? '\r' : ''}   ${bar} ${done}/${total} ${title}${out.isTTY && done < total ? '' : '\n'}`,
        )
      }
    },
  }
}
