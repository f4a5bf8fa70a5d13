/** How far long work is, on the terminal's error stream: a bar that stays in place, or now and then a line where that is no terminal. */
export interface Progress {
  /** @param text what is done by now, in the reader's words */
  show(done: number, total: number, text: string): void
  end(): void
}

const width = 30

export function openProgress(out: Pick<NodeJS.WriteStream, 'isTTY' | 'write'>): Progress {
  let tenth = 0
  return {
    show(done, total, text) {
      const share = total === 0 ? 1 : Math.min(1, done / total)
      if (out.isTTY) {
        const full = Math.round(share * width)
        out.write(`\r\x1b[K${'█'.repeat(full)}${'░'.repeat(width - full)} ${text}`)
      } else if (Math.floor(share * 10) > tenth) {
        tenth = Math.floor(share * 10)
        out.write(`${text}\n`)
      }
    },
    end: () => void (out.isTTY && out.write('\r\x1b[K')),
  }
}
