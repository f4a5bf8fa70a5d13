import { readdirSync, readFileSync } from 'node:fs'
import { readToolFile } from './declared/read-tool-file.js'
import type { Messages } from '../messages/messages.js'
import type { SurveySource } from './source.js'

/** Where a person finds URL and secret of a preset: its sentence has its kind's name. */
type PresetKind = keyof Messages['tools']['presets']

const folder = new URL('./presets/', import.meta.url)
const ending = '.yaml'

/** The tools that come as files: each is what anybody could write, and a pattern to copy. A file is named like its kind. */
export const presetKinds: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith(ending))
  .map((name) => name.slice(0, -ending.length))
  .sort()

const read = new Map<string, SurveySource>()

/** Read when it is first asked for: a command that needs none of them does not wait for all. */
export function presetOf(kind: string): SurveySource | undefined {
  if (!presetKinds.includes(kind)) return undefined
  const preset = read.get(kind) ?? readPreset(kind)
  read.set(kind, preset)
  return preset
}

function readPreset(kind: string): SurveySource {
  const name = `${kind}${ending}`
  const tool = readToolFile({ name, text: readFileSync(new URL(name, folder), 'utf8') })
  return { ...tool, setUpHint: ({ tools }) => tools.presets[kind as PresetKind]() }
}
