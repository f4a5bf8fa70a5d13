import { startHeard, startHelper, type Helper } from './children.js'
import { median, medianKnown, type IngestFigures, type KeptFigures, type ServerName } from './figures.js'
import type { FloorOrder } from './floor.js'
import { openField, type Field, type Ground } from './ground.js'
import { postgresCpuMs, postmasterOf, usageOf } from './machine.js'
import type { Options } from './options.js'
import type { Progress } from './progress.js'
import type { SendOrder, SendResult } from './sender.js'
import type { QueueBackend, TestRedis } from '../support/redis.js'
import type { Target } from './webhooks.js'

/** A server that is measured, as it stands between the rounds. */
interface Runner {
  server: ServerName
  pid: number
  target: Target
  /** Where its rows are; null: it keeps none. */
  field: Field | null
  acknowledged: number
  /** Of the last round: how many requests the next one may need. */
  lastPerSecond: number
}

interface Round {
  connections: number
  perSecond: number
  p50: number
  p99: number
  nodeCpu: number | null
  postgresCpu: number | null
  memoryMb: number | null
}

const floorSecret = 'a secret of sixteen bytes or more'

async function openFloor(ground: Ground, kind: FloorOrder['kind']): Promise<Runner> {
  const stores = kind === 'insert' || kind === 'statement'
  const field = stores ? await openField(ground, `floor_${kind}`, null) : null
  const helper = await startHelper('floor')
  ground.later(() => helper.stop())
  const ids = (await field?.ids()) ?? { workspace: '', source: '', question: '' }
  const order: FloorOrder = { kind, secret: floorSecret, databaseUrl: field?.url ?? '', ids }
  const { port } = await helper.ask<{ port: number }>(order)
  const target = { port, path: '/', secret: floorSecret }
  return { server: kind, pid: helper.pid, target, field, acknowledged: 0, lastPerSecond: 0 }
}

/** The web role alone: a worker beside it is a process of its own and sends at Slack's pace, whatever comes in. */
async function openHeard(
  ground: Ground,
  backend: QueueBackend,
  redis: TestRedis | null,
  profile: string | null,
): Promise<Runner> {
  const field = await openField(ground, `ingest_${backend}`, backend === 'redis' ? redis : null)
  const heard = await startHeard({ ...field.env, HEARD_ROLE: 'web' }, profile)
  ground.later(() => heard.stop())
  const target = await field.target(heard.port ?? 0)
  return { server: `heard on ${backend}`, pid: heard.pid, target, field, acknowledged: 0, lastPerSecond: 0 }
}

/** So many requests that a round does not run out of them, and not so many that making them takes the time. */
function enough(runner: Runner, seconds: number): number {
  const guess = runner.lastPerSecond === 0 ? 4_000 : runner.lastPerSecond * 1.4
  return Math.min(60_000, Math.max(50, Math.ceil(guess * seconds)))
}

type Load = Pick<SendOrder, 'connections' | 'seconds' | 'atMost'>

interface Bench {
  sender: Helper
  postmaster: number
  options: Options
  rounds: number
}

async function oneRound(bench: Bench, runner: Runner, load: Load): Promise<Round> {
  const { connections } = load
  bench.rounds += 1
  const order: SendOrder = {
    target: runner.target,
    ...load,
    seed: bench.options.seed * 10_000 + bench.rounds,
    unique: `${bench.options.seed}-${bench.rounds}`,
    now: Date.now(),
  }
  const before = { node: usageOf(runner.pid).cpuMs, postgres: postgresCpuMs(bench.postmaster) }
  const result = await bench.sender.ask<SendResult>(order)
  const after = { ...usageOf(runner.pid), postgres: postgresCpuMs(bench.postmaster) }
  const problems = Object.entries(result.bad)
  if (problems.length > 0) {
    const said = problems.map(([what, times]) => `${times} x ${what}`).join('; ')
    throw new Error(`${runner.server}, ${connections} connections: replies that are not a 200: ${said}`)
  }
  runner.acknowledged += result.good
  runner.lastPerSecond = result.good / result.seconds
  const each = (from: number | null, to: number | null): number | null =>
    from === null || to === null ? null : ((to - from) * 1000) / result.good
  return {
    connections,
    perSecond: result.good / result.seconds,
    p50: result.p50,
    p99: result.p99,
    nodeCpu: each(before.node, after.cpuMs),
    postgresCpu: each(before.postgres, after.postgres),
    memoryMb: after.memoryMb,
  }
}

function figuresOf(server: ServerName, connections: number, rounds: readonly Round[]): IngestFigures {
  return {
    server,
    connections,
    perSecond: median(rounds.map(({ perSecond }) => perSecond)),
    p50: median(rounds.map(({ p50 }) => p50)),
    p99: median(rounds.map(({ p99 }) => p99)),
    nodeCpu: medianKnown(rounds.map(({ nodeCpu }) => nodeCpu)),
    postgresCpu: medianKnown(rounds.map(({ postgresCpu }) => postgresCpu)),
    memoryMb: medianKnown(rounds.map(({ memoryMb }) => memoryMb)),
  }
}

async function keptBy({ server, field, acknowledged }: Runner): Promise<KeptFigures[]> {
  if (!field) return []
  const { rows } = await field.pool.query<{ deliveries: number; responses: number }>(
    'SELECT (SELECT count(*)::int FROM delivery) AS deliveries, (SELECT count(*)::int FROM response) AS responses',
  )
  const { deliveries = 0, responses = 0 } = rows[0] ?? {}
  return [
    { server, acknowledged, stored: server === 'insert' ? deliveries : Math.min(deliveries, responses) },
  ]
}

/** Rounds of all servers in turn, so that whatever else the machine does meets all of them. */
export async function measureIngest(
  ground: Ground,
  options: Options,
  redis: TestRedis | null,
  progress: Progress,
): Promise<{ ingest: IngestFigures[]; kept: KeptFigures[] }> {
  const sender = await startHelper('sender')
  ground.later(() => sender.stop())
  const runners = await Promise.all([
    openFloor(ground, 'trivial'),
    openFloor(ground, 'verify'),
    openFloor(ground, 'insert'),
    openFloor(ground, 'statement'),
    ...options.backends.map((backend) => openHeard(ground, backend, redis, options.profile)),
  ])
  const bench: Bench = { sender, postmaster: await postmasterOf(ground.pool), options, rounds: 0 }
  for (const runner of runners) {
    progress.step(`warm-up: ${runner.server}`)
    // The first request alone: a question that its tool states binds itself with it.
    await oneRound(bench, runner, { connections: 1, seconds: 5, atMost: 1 })
    await oneRound(bench, runner, { connections: 32, seconds: 60, atMost: options.warmUp })
  }
  const ingest: IngestFigures[] = []
  for (const connections of options.connections) {
    const rounds = runners.map((): Round[] => [])
    for (let turn = 0; turn < options.rounds; turn++) {
      for (const [index, runner] of runners.entries()) {
        const round = await oneRound(bench, runner, {
          connections,
          seconds: options.seconds,
          atMost: enough(runner, options.seconds),
        })
        rounds[index]?.push(round)
        progress.step(`${connections} connections, ${runner.server}: ${Math.round(round.perSecond)}/s`)
      }
    }
    for (const [index, runner] of runners.entries())
      ingest.push(figuresOf(runner.server, connections, rounds[index] ?? []))
  }
  return { ingest, kept: (await Promise.all(runners.map(keptBy))).flat() }
}

export function ingestSteps({ connections, rounds, backends }: Options): number {
  return (4 + backends.length) * (1 + connections.length * rounds)
}
