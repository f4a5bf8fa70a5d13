import { answers, typeformBody, webhookRequest, type Target } from './webhooks.js'
import { openWire } from './wire.js'

/** A round's load: a process of its own, told what to do over IPC. */
export interface SendOrder {
  target: Target
  connections: number
  seconds: number
  /** Requests that are made before the clock starts; when all are sent the round ends early. */
  atMost: number
  seed: number
  /** Makes every delivery of every round another one. */
  unique: string
  now: number
}

export interface SendResult {
  /** 2xx that said what is expected of the server. */
  good: number
  /** Anything else, by what it was. */
  bad: Record<string, number>
  seconds: number
  p50: number
  p99: number
}

function prepare(order: SendOrder): Buffer[] {
  const next = answers(order.seed)
  return Array.from({ length: order.atMost }, (_, index) =>
    webhookRequest(
      order.target,
      typeformBody(next(), `${order.unique}-${index.toString(36)}`, order.now - 1_000),
    ),
  )
}

/** Heard must say that it took the answer as a new one; the floors say ok. */
const isGood = (body: string): boolean => body.includes('"verdict":"accepted"') || body === '{"ok":true}'

async function run(order: SendOrder): Promise<SendResult> {
  const requests = prepare(order)
  const wires = await Promise.all(
    Array.from({ length: order.connections }, () => openWire(order.target.port)),
  )
  const times: number[] = []
  const bad: Record<string, number> = {}
  let next = 0
  const started = performance.now()
  const deadline = started + order.seconds * 1000
  const worker = async (wire: (typeof wires)[number]): Promise<void> => {
    for (let before = performance.now(); before < deadline && next < requests.length;) {
      const reply = await wire.send(requests[next++] as Buffer)
      const after = performance.now()
      if (reply.status === 200 && isGood(reply.body)) times.push(after - before)
      else
        bad[`${reply.status} ${reply.body.slice(0, 80)}`] =
          (bad[`${reply.status} ${reply.body.slice(0, 80)}`] ?? 0) + 1
      before = after
    }
  }
  const ends = await Promise.allSettled(wires.map(worker))
  const seconds = (performance.now() - started) / 1000
  for (const wire of wires) wire.close()
  for (const end of ends) {
    if (end.status === 'rejected') bad[String(end.reason)] = (bad[String(end.reason)] ?? 0) + 1
  }
  times.sort((a, b) => a - b)
  const at = (share: number): number =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
  return { good: times.length, bad, seconds, p50: at(0.5), p99: at(0.99) }
}

process.on('message', (order: SendOrder) => {
  void run(order).then((result) => process.send?.(result))
})
process.send?.({ ready: true })
