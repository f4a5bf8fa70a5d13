import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { chromiumPath } from '../support/browser.js'
import { allStates, takePictures } from './take.js'

const usual = fileURLToPath(new URL('../../docs/pictures/', import.meta.url))

const help = `Takes the README's pictures of the playground: the whole product runs with a story, and a browser looks at it.

  npm run pictures                  writes docs/pictures/*.png
  npm run pictures -- --into FOLDER writes them elsewhere

Needs Chromium (HEARD_TEST_CHROMIUM names one that is not in a usual place). The story's day is always the same, so a
picture changes only when what it shows does.`

const { values } = parseArgs({
  options: {
    into: { type: 'string', default: usual },
    help: { type: 'boolean', short: 'h', default: false },
  },
})
const say = (line: string): void => void process.stdout.write(`${line}\n`)

if (values.help) say(help)
else if (chromiumPath() === undefined) {
  process.stderr.write('There is no Chromium here. Install it, or name it in HEARD_TEST_CHROMIUM.\n')
  process.exitCode = 1
} else {
  const into = path.resolve(values.into)
  await takePictures({ into, states: allStates, say })
  say(`Pictures are in ${into}`)
}
