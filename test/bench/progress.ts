/** A bar on the terminal's error stream; a line a step where that is no terminal. */
export interface Progress {
  step(text: string): void
  end(): void
}

const width = 24

export function progressOn(out: NodeJS.WriteStream, total: number): Progress {
  let done = 0
  return {
    step(text) {
      done = Math.min(done + 1, total)
      if (!out.isTTY) return void out.write(`${done}/${total} ${text}\n`)
      const full = Math.round((done / total) * width)
      out.write(`\r\x1b[K${'█'.repeat(full)}${'░'.repeat(width - full)} ${done}/${total} ${text}`)
    },
    end: () => void (out.isTTY && out.write('\r\x1b[K')),
  }
}
