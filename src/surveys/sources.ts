import type { SurveySource } from './source.js'
import { presetKinds, presetOf } from './presets.js'
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

/** The tools whose deliveries want code: one line here and one file in sources/ add one. Those of presets/ want a file only. */
const coded: readonly SurveySource[] = [
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
]

/** Of every survey tool that Heard understands by name. */
export const sourceKinds: readonly string[] = [...coded.map((source) => source.kind), ...presetKinds]

/** The tool of a kind, or undefined: the kind comes from a URL and may be anything. */
export function sourceOf(kind: string): SurveySource | undefined {
  return coded.find((source) => source.kind === kind) ?? presetOf(kind)
}
