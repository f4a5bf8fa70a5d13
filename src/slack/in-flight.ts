/** Work that goes on after its click was acknowledged: Bolt does not wait for it when it stops. */
export interface InFlight {
  track(work: Promise<void>): Promise<void>
  /** Resolves when nothing is left, or after `deadlineMs`; true: nothing is left. */
  drain(deadlineMs: number): Promise<boolean>
}

export function trackInFlight(): InFlight {
  const open = new Set<Promise<void>>()
  return {
    track(work) {
      const tracked = work.finally(() => open.delete(tracked))
      open.add(tracked)
      return tracked
    },
    async drain(deadlineMs) {
      const deadline = new AbortController()
      const timeUp = new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, deadlineMs)
        deadline.signal.addEventListener('abort', () => clearTimeout(timer))
      })
      await Promise.race([Promise.allSettled(open), timeUp])
      deadline.abort()
      return open.size === 0
    },
  }
}
