import { describe, expect, it } from 'vitest'
import { queueBackends } from '../support/redis.js'
import { typeformNps } from './answers.js'
import { faultKnobs, readHistory } from './fault-knobs.js'
import { killed, startProcess } from './process.js'
import { alertChannel, openStage, send, until } from './stage.js'

// The restarted bot waits for the dead one's lease, 30 s: nothing here makes it shorter.
describe('killed while Slack holds the reply to the post, then started again', () => {
  it.concurrent.each(queueBackends())(
    'one card (queue on %s)',
    async (backend) => {
      const stage = await openStage({ backend, withoutBot: true })
      const knobs = faultKnobs(stage.slackUrl)
      const { prisma } = stage.database.database
      const first = await startProcess(stage.env)
      const children = [first.child]
      try {
        const held = await knobs.set({ kind: 'hold_reply', method: 'chat.postMessage' })
        const feed = await stage.source('typeform')
        const url = feed.url.replace('http://127.0.0.1:0', first.url)
        expect((await send(typeformNps({ ...feed, url }, 2))).status).toBe(200)
        await until('the post to be held', async () =>
          (await knobs.list())[0]?.held === 1 ? true : undefined,
        )
        await killed(first.child)

        const [posted] = await readHistory(stage, alertChannel)
        const row = await prisma.cardMessage.findFirstOrThrow()
        expect(row).toMatchObject({ id: posted?.id, messageId: null, shownVersion: 0, attempts: 1 })
        await knobs.end(held)
        const again = await startProcess(stage.env)
        children.push(again.child)

        await until(
          'the card to be known',
          async () => ((await prisma.cardMessage.findFirstOrThrow()).shownVersion > 0 ? true : undefined),
          60_000,
        )
        expect(await readHistory(stage, alertChannel)).toEqual([posted])
        expect(await prisma.cardMessage.findMany()).toMatchObject([{ messageId: posted?.ts }])
      } finally {
        await Promise.all(children.map(killed))
        await stage.close()
      }
    },
    120_000,
  )
})
