import { afterEach, describe, expect, it } from 'vitest'
import { until, type SlackMessage } from '../../src/demo/outsider/slack-person.js'
import { workALoop } from '../../src/demo/outsider/work-a-loop.js'
import { effortScale, event, typeformNps } from './answers.js'
import { openEmulateSide } from './emulate/side.js'
import { readChannel } from './emulate/web-api.js'
import { isRoot, openStage, openStandInSide, send, type SlackSide } from './stage.js'

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

/** The whole product on one Slack, and everything that it wrote there. */
async function tellTheStory(side: SlackSide): Promise<{ alerts: SlackMessage[]; home: SlackMessage[] }> {
  const stage = await openStage({ slack: side })
  closers.push(() => stage.close())
  const typeform = await stage.source('typeform')
  const canonical = await stage.source('canonical')
  const roots = async (count: number): Promise<SlackMessage[]> =>
    until(`${count} cards`, async () => {
      const all = (await side.ana.messages(side.channels.alerts)).filter(isRoot)
      return all.length >= count ? all : undefined
    })
  const hostile = '<!channel> <https://evil.example|click me> *bold* & "quoted"'
  await send(typeformNps(typeform, 3, { comment: hostile, email: 'dana@c.example', name: 'Dana <D> Reyes' }))
  const [first] = await roots(1)
  await send(typeformNps(typeform, 1, { comment: 'Worse still.', email: 'dana@c.example', name: 'Dana' }))
  await until('the second answer in the thread', async () =>
    (await side.ana.messages(side.channels.alerts)).find((one) => /answered again/.test(one.text)),
  )
  await workALoop(side.ana, side.channels.alerts, first?.ts ?? '', () => undefined)
  await send(event(canonical, { score: 2 }))
  await until('the question to be asked about', async () =>
    (await side.ana.messages(side.channels.home)).find(isRoot),
  )
  await stage.bind('canonical', { key: 'effort', metric: 'ces', ...effortScale })
  await until('the notice to say what came of it', async () =>
    (await side.ana.messages(side.channels.home)).find((one) =>
      JSON.stringify(one.blocks).includes('is counted'),
    ),
  )
  await send(event(canonical, { score: 6 }))
  await roots(2)
  return {
    alerts: await readChannel(side.env, side.channels.alerts),
    home: await readChannel(side.env, side.channels.home),
  }
}

/** What of a message must be the same on any Slack: not its ids (Slack names blocks that have none), nor the time of day. */
function comparable(messages: SlackMessage[]): unknown[] {
  return messages.map((message) => {
    const { text, blocks, metadata } = message as SlackMessage & { metadata?: unknown }
    const named = blocks?.map(({ block_id: id, ...block }) => (id?.includes(':') ? { id, ...block } : block))
    const json = JSON.stringify({ inThread: !isRoot(message), text, blocks: named, metadata })
    return JSON.parse(
      json
        .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<id>')
        .replaceAll(/<!date\^\d+\^([^|>]*)\|[^>]*>/g, '<!date^T^$1|T>')
        .replaceAll(/"timestamp":\d+/g, '"timestamp":0')
        .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'T'),
    ) as unknown
  })
}

describe('an independent Slack (emulate)', () => {
  it('takes the same posts, edits, thread lines and forms, and shows the same as our stand-in', async () => {
    const own = await openStandInSide()
    const independent = await openEmulateSide()
    const [here, there] = await Promise.all([tellTheStory(own), tellTheStory(independent)])

    expect(there.alerts.filter(isRoot)).toHaveLength(2)
    expect(there.alerts[0]?.text).toMatch(/^Closed/)
    expect(there.alerts.length).toBeGreaterThanOrEqual(9)
    expect(comparable(there.alerts)).toEqual(comparable(here.alerts))
    expect(comparable(there.home)).toEqual(comparable(here.home))

    expect(await independent.ana.slash(independent.channels.alerts, '/nps', 'last7d')).toMatchObject({
      acked: true,
    })
    const report = await until('the score', () => Promise.resolve(independent.replies.at(-1)))
    expect(JSON.stringify(report.blocks)).toContain('NPS')
    expect(report).toMatchObject({ response_type: 'ephemeral' })
  })
})
