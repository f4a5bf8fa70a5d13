import { sourceKinds, sourceOf } from '../../src/surveys/sources.js'

/** Every survey tool that Heard understands by name: those of code and those of files. */
export const sources = sourceKinds.flatMap((kind) => sourceOf(kind) ?? [])
