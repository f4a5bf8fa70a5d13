import { writeFile } from 'node:fs/promises'
import { measureCards } from './card.js'
import { requiredRatios, type Figures } from './figures.js'
import { onGround, openGround, openRedis } from './ground.js'
import { describeMachine } from './machine.js'
import { help, readOptions, type Options } from './options.js'
import { progressOn } from './progress.js'
import { isMet, report } from './report.js'
import { ingestSteps, measureIngest } from './throughput.js'

async function measure(options: Options): Promise<Figures> {
  const ground = await openGround()
  const progress = progressOn(process.stderr, ingestSteps(options) + options.cards * options.backends.length)
  try {
    const redis = await openRedis(ground, options.backends)
    const skipped = options.backends.filter((backend) => backend === 'redis' && redis === null)
    const backends = options.backends.filter((backend) => !skipped.includes(backend))
    const here = { ...options, backends }
    const machine = await describeMachine(ground.pool)
    const cards = []
    for (const backend of backends)
      cards.push(await onGround(ground, (own) => measureCards(own, here, backend, redis, progress)))
    const { ingest, kept } = await onGround(ground, (own) => measureIngest(own, here, redis, progress))
    return { machine, ingest, kept, cards, required: requiredRatios(ingest), skipped }
  } finally {
    progress.end()
    await ground.close()
  }
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2))
  if (options === null) {
    process.stdout.write(`${help}\n`)
    return 0
  }
  const figures = await measure(options)
  process.stdout.write(`${report(figures)}\n`)
  if (options.json) await writeFile(options.json, JSON.stringify(figures, null, 2))
  const lost = figures.kept.some(({ acknowledged, stored }) => acknowledged !== stored)
  const missed = options.assert && !(figures.required.length > 0 && figures.required.every(isMet))
  return lost || missed ? 1 : 0
}

try {
  process.exitCode = await main()
} catch (error) {
  process.stderr.write(`\nThe bench stopped: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
