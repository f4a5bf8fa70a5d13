import type { SurveySource } from './source.js'
import { readPresets } from './presets.js'
import { canonical } from './sources/canonical.js'
import { chatwoot } from './sources/chatwoot.js'
import { formbricks } from './sources/formbricks.js'
import { intercom } from './sources/intercom.js'
import { jotform } from './sources/jotform.js'
import { qualtrics } from './sources/qualtrics.js'
import { surveymonkey } from './sources/surveymonkey.js'
import { tally } from './sources/tally.js'
import { typeform } from './sources/typeform.js'
import { zendesk } from './sources/zendesk.js'

/** Every survey tool that Heard understands: one line here and one file in sources/ add one, or one file in presets/. */
export const sources: readonly SurveySource[] = [
  canonical,
  typeform,
  formbricks,
  tally,
  surveymonkey,
  qualtrics,
  jotform,
  chatwoot,
  intercom,
  zendesk,
  ...readPresets(),
]

export const sourceKinds: readonly string[] = sources.map((source) => source.kind)

/** The tool of a kind, or undefined: the kind comes from a URL and may be anything. */
export function sourceOf(kind: string): SurveySource | undefined {
  return sources.find((source) => source.kind === kind)
}
