/** Numbers from 0 to 1 that follow from a seed (mulberry32), so that a failure can be run again. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const strange: readonly unknown[] = [
  null,
  true,
  '',
  ' ',
  'text',
  '\u0000',
  '\ud800',
  'x'.repeat(5_000),
  '2026-02-30T00:00:00Z',
  '9999-12-31T23:59:59-23:59',
  0,
  -1,
  0.5,
  1e300,
  2 ** 53,
  [],
  [null],
  {},
  { id: null },
  { __proto__: null, constructor: 1 },
]

/** One change somewhere in a JSON value: a part replaced, removed, repeated or moved under another name. */
export function mutateJson(value: unknown, random: () => number): unknown {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  if (typeof value !== 'object' || value === null || random() < 0.1) return pick(strange)
  if (Array.isArray(value)) {
    if (value.length === 0) return pick(strange)
    const index = Math.floor(random() * value.length)
    const copy: unknown[] = [...(value as unknown[])]
    const way = random()
    if (way < 0.15) copy.splice(index, 1)
    else if (way < 0.3) copy.push(copy[index])
    else copy[index] = mutateJson(copy[index], random)
    return copy
  }
  const entries = Object.entries(value)
  if (entries.length === 0) return pick(strange)
  const [name, part] = pick(entries)
  const rest = entries.filter(([other]) => other !== name)
  const way = random()
  if (way < 0.15) return Object.fromEntries(rest)
  if (way < 0.2) return Object.fromEntries([...rest, ['__proto__', part]])
  return Object.fromEntries([...rest, [name, mutateJson(part, random)]])
}

/** One to three bytes changed, removed or added. */
export function mutateBytes(bytes: Buffer, random: () => number): Buffer {
  let changed = bytes
  for (let times = 1 + Math.floor(random() * 3); times > 0; times -= 1) {
    const index = Math.floor(random() * (changed.length + 1))
    const removed = random() < 0.5 ? 1 : 0
    const added = random() < 0.7 ? Buffer.of(Math.floor(random() * 256)) : Buffer.alloc(0)
    changed = Buffer.concat([changed.subarray(0, index), added, changed.subarray(index + removed)])
  }
  return changed
}

/** A copy with a mark in the place of one part, or of one name. */
export function markOne(value: unknown, marker: string, random: () => number): unknown {
  if (typeof value !== 'object' || value === null) return marker
  if (random() < 0.1) return { [marker]: marker }
  const entries: [string, unknown][] = Object.entries(value)
  const chosen = Math.floor(random() * entries.length)
  const marked = entries.map(([name, part], index): [string, unknown] => {
    return [name, index === chosen ? markOne(part, marker, random) : part]
  })
  return Array.isArray(value) ? marked.map(([, part]) => part) : Object.fromEntries(marked)
}
