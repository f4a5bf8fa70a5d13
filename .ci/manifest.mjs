// Writes manifest/*.json from the command registry; with --check it only compares. Run: node --import tsx .ci/manifest.mjs
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { buildCommands } from '../src/commands/commands.ts'
import { slackManifest } from '../src/slack/manifest.ts'

const check = process.argv.includes('--check')
const folder = new URL('../manifest/', import.meta.url)
// Names and descriptions need nothing of what a command runs on.
const commands = buildCommands({})

await mkdir(folder, { recursive: true })
for (const mode of ['http', 'socket']) {
  const file = new URL(`slack-${mode}.json`, folder)
  const text = `${JSON.stringify(slackManifest({ mode, url: 'https://heard.example.com', commands }), null, 2)}\n`
  if (!check) await writeFile(file, text)
  else if ((await readFile(file, 'utf8').catch(() => '')) !== text) {
    console.error(
      `manifest/slack-${mode}.json is not what the code makes: node --import tsx .ci/manifest.mjs`,
    )
    process.exitCode = 1
  }
}
