/** A sentence that takes nothing, or a function that makes one from facts. */
export type Sentence = string | ((...facts: never[]) => unknown)

export interface Leaf {
  /** "card.headline" */
  path: string
  sentence: Sentence
}

/** Every sentence of a language, by its path. */
export function leavesOf(tree: object, above = ''): Leaf[] {
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]) => {
    const path = above === '' ? key : `${above}.${key}`
    if (typeof value === 'object' && value !== null) return leavesOf(value, path)
    return [{ path, sentence: value as Sentence }]
  })
}

/** All texts in what a sentence's function gave back. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(textsIn)
}

export function say(sentence: Sentence, facts: readonly unknown[]): string[] {
  return textsIn(typeof sentence === 'string' ? sentence : sentence(...(facts as never[])))
}
