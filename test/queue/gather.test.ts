import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { gatherRings } from '../../src/queue/gather.js'
import type { Ring } from '../../src/queue/job.js'

const alert = (id: string): Ring => ({ job: 'alert', id })

/** The far end: what it was told, ring by ring. */
function farBell() {
  const heard: string[][] = []
  return {
    heard,
    bell: { ring: async (rings: readonly Ring[]) => void heard.push(rings.map(({ id }) => id)) },
  }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('a ring after a pause is passed on at once; those that follow closely go together, in their order', async () => {
  const { heard, bell } = farBell()
  const gathering = gatherRings(bell, 100)

  await gathering.bell.ring([alert('a')])
  expect(heard).toEqual([['a']])
  await gathering.bell.ring([alert('b'), alert('c')])
  await gathering.bell.ring([])
  await gathering.bell.ring([alert('d')])
  expect(heard).toEqual([['a']])

  await vi.advanceTimersByTimeAsync(100)
  expect(heard).toEqual([['a'], ['b', 'c', 'd']])
  await gathering.bell.ring([alert('e')])
  await vi.advanceTimersByTimeAsync(100)
  expect(heard).toEqual([['a'], ['b', 'c', 'd'], ['e']])
  await vi.advanceTimersByTimeAsync(100)
  await gathering.bell.ring([alert('f')])
  expect(heard.at(-1)).toEqual(['f'])
})

test('closing rings for what waits', async () => {
  const { heard, bell } = farBell()
  const gathering = gatherRings(bell, 100)
  await gathering.bell.ring([alert('a')])
  await gathering.bell.ring([alert('b')])

  await gathering.close()

  expect(heard).toEqual([['a'], ['b']])
  expect(vi.getTimerCount()).toBe(0)
})

test('a bell that fails for what was gathered harms nobody', async () => {
  const gathering = gatherRings({ ring: () => Promise.reject(new Error('away')) }, 100)
  await expect(gathering.bell.ring([alert('a')])).rejects.toThrow('away')
  await gathering.bell.ring([alert('b')])
  await vi.advanceTimersByTimeAsync(100)
  await gathering.close()
})
