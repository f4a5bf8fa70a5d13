import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canonicalDelivery, post, type Delivery } from '../../src/demo/outsider/deliveries.js'
import { recomputeNps } from '../../src/demo/outsider/recompute-nps.js'
import { wordsOf, type SlackMessage } from '../../src/demo/outsider/slack-person.js'
import { pastAnswers } from '../../src/demo/outsider/story.js'
import { typeformNps } from './answers.js'
import { homeChannel, openStage, until, type Stage } from './stage.js'

describe('/nps', () => {
  let stage: Stage
  const sent: Delivery[] = []

  beforeAll(async () => {
    stage = await openStage()
    const ours = await stage.source('canonical')
    const typeform = await stage.source('typeform')
    const now = Date.now()
    sent.push(...pastAnswers(7, now).map((answer) => canonicalDelivery(ours, answer, new Date(now))))
    sent.push(...[0, 3, 8, 9, 10].map((score) => typeformNps(typeform, score)))
    const replies = await post(sent, 32)
    expect(replies.every((reply) => reply.status === 200)).toBe(true)
  })
  afterAll(() => stage.close())

  /** What the one who typed reads; nobody else does. */
  async function ask(text: string): Promise<SlackMessage> {
    const before = (await stage.mei.messages(homeChannel)).length
    await stage.mei.slash(homeChannel, '/nps', text)
    return until(`the answer to /nps ${text}`, async () => (await stage.mei.messages(homeChannel))[before])
  }

  it.each([
    ['last7d', 7],
    ['last30d', 30],
    ['last90d', 90],
    ['today', 1],
  ])('%s is the number recomputed from the webhooks', async (text, days) => {
    const wanted = recomputeNps(
      sent.map((delivery) => delivery.body),
      days,
      Date.now(),
    )

    const answer = await ask(text)

    expect(answer.ephemeral).toBe(true)
    expect(answer.text).toContain(`${wanted.n} answers`)
    if (wanted.n >= 10) {
      const whole = Math.round(wanted.score)
      expect(answer.text).toContain(`NPS ${whole > 0 ? '+' : ''}${whole},`)
      expect(answer.text).toMatch(/95% interval [+-]?\d+ to [+-]?\d+/)
    }
    for (const part of [wanted.promoters, wanted.passives, wanted.detractors]) {
      expect(wordsOf(answer)).toMatch(new RegExp(`\\b${part}\\b`))
    }
  })

  it('compares with the window before, in a plain verdict', async () => {
    expect((await ask('last30d')).text).toMatch(/Higher than|Lower than|No clear change|Too few/)
  })

  it('takes two dates', async () => {
    const to = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
    const from = new Date(Date.now() - 20 * 86_400_000).toISOString().slice(0, 10)

    expect((await ask(`${from}..${to}`)).text).toMatch(/\d+ answers/)
  })

  it.each(['last3months', '2026-13-01..2026-10-31', '2026-10-31..2026-10-01', '<!channel>'])(
    'answers %s with examples, and repeats no markup',
    async (text) => {
      const answer = await ask(text)

      expect(answer.text).toContain('last30d')
      expect(answer.text).toContain('..')
      expect((answer.rendered as { pings: unknown[] }).pings).toEqual([])
    },
  )

  it('writes its definition in small print', async () => {
    expect(wordsOf(await ask(''))).toMatch(/9-10.*minus.*0-6/)
  })
})
