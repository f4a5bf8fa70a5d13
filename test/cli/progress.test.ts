import { describe, expect, it } from 'vitest'
import { openProgress } from '../../src/cli/progress.js'
import { messagesFor } from '../../src/messages/messages.js'

function stage(isTTY: boolean) {
  let now = 1_000
  const written: string[] = []
  const out = { isTTY, columns: 60, write: (text: string) => void written.push(text) }
  const { importing } = messagesFor('en').cli
  const progress = openProgress(
    out,
    () => now,
    ({ count, ...facts }) => importing.progress({ rows: count, ...facts }),
  )
  return {
    written,
    progress,
    after: (ms: number, part: number, count: number) => {
      now += ms
      progress.at({ part, count })
    },
  }
}

describe('progress of a long work', () => {
  it('is a bar on a terminal, with rate and time left, drawn a few times a second and taken away at the end', () => {
    const { written, after, progress } = stage(true)
    after(0, 0, 0)
    after(10_000, 0.25, 50_000)
    after(50, 0.26, 50_500)
    after(10_000, 0.5, 100_000)
    progress.end()

    expect(written).toEqual([
      `\r\u001b[K[${'.'.repeat(24)}] 0%  0 rows  0/s  ? left`,
      `\r\u001b[K[${'#'.repeat(6)}${'.'.repeat(18)}] 25%  50,000 rows  5,000/s  0:30 `,
      `\r\u001b[K[${'#'.repeat(12)}${'.'.repeat(12)}] 50%  100,000 rows  4,988/s  0:20`,
      '\r\u001b[K',
    ])
  })

  it('is a plain line every ten seconds elsewhere; what an earlier run did counts for nothing', () => {
    const { written, after, progress } = stage(false)
    after(0, 0.5, 500_000)
    after(9_000, 0.6, 540_000)
    after(1_000, 0.6, 550_000)
    after(5_000, 0.7, 560_000)
    after(5_000, 0.8, 600_000)
    progress.end()

    expect(written).toEqual([
      '60%  550,000 rows  5,000/s  0:40 left\n',
      '80%  600,000 rows  5,000/s  0:13 left\n',
    ])
  })
})
