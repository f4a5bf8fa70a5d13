import { readdirSync, readFileSync } from 'node:fs'
import { readToolFile } from './declared/read-tool-file.js'
import type { Messages } from '../messages/messages.js'
import type { SurveySource } from './source.js'

/** Where a person finds URL and secret of a preset: its sentence has its kind's name. */
type PresetKind = keyof Messages['tools']['presets']

const folder = new URL('./presets/', import.meta.url)

/** The tools that come as files: each is what anybody could write, and a pattern to copy. */
export function readPresets(): SurveySource[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'))
  return names.sort().map((name) => {
    const tool = readToolFile({ name, text: readFileSync(new URL(name, folder), 'utf8') })
    return { ...tool, setUpHint: ({ tools }) => tools.presets[tool.kind as PresetKind]() }
  })
}
