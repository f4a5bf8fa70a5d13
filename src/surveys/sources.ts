import type { SurveySource } from './source.js'
import { canonical } from './sources/canonical.js'
import { typeform } from './sources/typeform.js'

/** Every survey tool that Heard understands, by the kind in its URL: one line here and one file in sources/ add one. */
export const sources = {
  canonical,
  typeform,
} satisfies Record<string, SurveySource>

export const sourceKinds: readonly string[] = Object.keys(sources)

/** The tool of a kind, or undefined: the kind comes from a URL and may be anything. */
export function sourceOf(kind: string): SurveySource | undefined {
  return Object.hasOwn(sources, kind) ? sources[kind as keyof typeof sources] : undefined
}
