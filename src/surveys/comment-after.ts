/** What was written, and its place in the form. */
export type PlacedText = readonly [place: number, text: string]

/** Which words belong to a number: the only ones of the form; with several, the next after the question; else none. */
export function commentAfter(place: number, texts: readonly PlacedText[]): string | undefined {
  if (texts.length === 1) return texts[0]?.[1]
  return texts.find(([at]) => at > place)?.[1]
}
