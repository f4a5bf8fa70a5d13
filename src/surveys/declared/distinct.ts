/**
 * The language's own $distinct compares each entry with all before it: over a minute for a list that its limits allow, in
 * which nothing else is done. This one is as long as the list, and gives the same.
 */
export function distinct(list: unknown): unknown {
  if (!Array.isArray(list) || list.length <= 1) return list
  const known = new Set<unknown>()
  const kept = (list as unknown[]).filter((entry) => known.size < known.add(sameAs(entry)).size)
  // What the language made of a path, it shortens where one entry is left.
  return Reflect.get(list, 'sequence') === true
    ? Object.defineProperty(kept, 'sequence', { value: true })
    : kept
}

/** Of two entries the same where they are equal: the order of an object's names says nothing. */
function sameAs(entry: unknown): unknown {
  if (typeof entry !== 'object' || entry === null) return entry
  return `${Array.isArray(entry) ? 'list' : 'object'} ${JSON.stringify(ordered(entry))}`
}

function ordered(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(ordered)
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, part]) => [name, ordered(part)])
}
