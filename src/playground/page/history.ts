const most = 50

export interface TypedBefore {
  add: (text: string) => void
  /** What to show for an arrow key; undefined: the key is not for the history. */
  key: (key: string, shown: string) => string | undefined
}

function load(name: string): string[] {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? '[]') as string[]
  } catch {
    return []
  }
}

/** What a person typed, newest last; survives a reload, as long as the tab does. */
export function typedBefore(userId: string): TypedBefore {
  const name = `typed ${userId}`
  let at = -1
  return {
    add(text) {
      const before = load(name).filter((one) => one !== text)
      sessionStorage.setItem(name, JSON.stringify([...before, text].slice(-most)))
      at = -1
    },
    key(key, shown) {
      const lines = load(name).reverse()
      const browsing = at >= 0 && lines[at] === shown
      if (key === 'ArrowUp' && (shown === '' || browsing)) {
        at = Math.min(browsing ? at + 1 : 0, lines.length - 1)
        return lines[at]
      }
      if (key !== 'ArrowDown' || !browsing) return undefined
      at -= 1
      return lines[at] ?? ''
    },
  }
}
