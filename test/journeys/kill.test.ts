import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { queueBackends } from '../support/redis.js'
import { typeformNps } from './answers.js'
import { killed, startProcess } from './process.js'
import { alertChannel, openStage, send, until, type Stage } from './stage.js'

describe.each(queueBackends())('an answer acknowledged by the web role (queue on %s)', (backend) => {
  let stage: Stage
  beforeEach(async () => {
    stage = await openStage({ backend, withoutBot: true })
  })
  afterEach(() => stage.close())

  it('survives kill -9 right after the 200, and is told once', async () => {
    const { child, url } = await startProcess({ ...stage.env, HEARD_ROLE: 'web' })
    const feed = await stage.source('typeform')
    const here = { ...feed, url: feed.url.replace('http://127.0.0.1:0', url) }
    const replies = await Promise.all([1, 2, 3].map((score) => send(typeformNps(here, score))))
    await killed(child)

    expect(replies.map((reply) => reply.status)).toEqual([200, 200, 200])
    expect(await stage.cards()).toEqual([])
    await stage.startBot()

    const cards = await stage.settled(3)
    expect(cards.map((card) => /NPS \d/.exec(card.text)?.[0]).toSorted()).toEqual(['NPS 1', 'NPS 2', 'NPS 3'])
  })

  it('is told by a worker that started at the same moment, on an empty database', async () => {
    const { prisma } = stage.database.database
    await prisma.route.deleteMany()
    await prisma.workspace.deleteMany()
    const [web, worker] = await Promise.all([
      startProcess({ ...stage.env, HEARD_ROLE: 'web' }),
      startProcess({ ...stage.env, HEARD_ROLE: 'worker' }),
    ])
    const workspace = await prisma.workspace.findFirstOrThrow()
    expect(await prisma.workspace.count()).toBe(1)
    await prisma.workspace.update({ where: { id: workspace.id }, data: { homeChannel: alertChannel } })
    const feed = await stage.source('typeform', 'typeform', workspace.id)

    const reply = await send(
      typeformNps({ ...feed, url: feed.url.replace('http://127.0.0.1:0', web.url) }, 2),
    )

    expect(reply.status).toBe(200)
    await until('the card', async () => ((await stage.cards()).length === 1 ? true : undefined))
    await Promise.all([killed(web.child), killed(worker.child)])
  })
})
