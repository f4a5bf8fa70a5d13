import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Feed } from '../../src/demo/outsider/deliveries.js'
import { event, typeformNps } from '../journeys/answers.js'
import { formbricksResponse } from '../journeys/filled-in.js'
import { alertChannel, openStage, send, until, type Stage } from '../journeys/stage.js'
import { runHeard, type Ran } from './run.js'

// Each command is a process of its own, and some tests start six.
let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const heard = (...args: string[]): Promise<Ran> =>
  runHeard({ ...stage.env, HEARD_PUBLIC_URL: stage.heard.url ?? '' }, ...args)

function feedIn({ out }: Ran): Feed {
  const url = /URL\s+(\S+)/.exec(out)?.[1]
  const secret = /Secret\s+(\S+)/.exec(out)?.[1]
  if (!url || !secret) throw new Error(`no URL and secret in: ${out}`)
  return { url, secret }
}

describe('set-up without code', () => {
  it('source add prints a URL and a secret that work', async () => {
    const feed = feedIn(await heard('source', 'add', '--kind', 'typeform', '--name', 'relationship'))

    const reply = await send(typeformNps(feed, 4))

    expect(reply.status).toBe(200)
    await stage.settled(1)
  })

  it('source set decides how long a card waits and which answers raise one; what is not given stays', async () => {
    await stage.source('canonical', 'decided')
    const held = await heard('source', 'set', 'decided', '--hold', '2m', '--hold-critical', 'no')
    expect(held.out).toContain('waits 120 seconds')
    expect(held.out).toContain('Critical answers do not wait.')
    const both = await heard('source', 'set', 'decided', '--cards', 'all')
    expect(both.out).toContain('waits 120 seconds')
    expect(both.out).toContain('Words without a number raise a card too.')

    for (const [option, value, problem] of [
      ['--hold', '2h', '--hold: must be at most 3600'],
      ['--hold', 'soon', '--hold: must be a'],
      ['--cards', 'good', '--cards: must be one of bad, all'],
    ] as const) {
      const refused = await heard('source', 'set', 'decided', option, value)
      expect([refused.status, refused.err]).toEqual([1, expect.stringContaining(problem)])
    }
    expect((await heard('source', 'set', 'nobody', '--hold', '90s')).err).toContain('nobody')
    expect((await heard('source', 'set', 'decided', '--hold', '0')).out).toContain('at once')
  })

  it('source secret add and drop change the secret of a running feed', async () => {
    const feed = await stage.source('canonical', 'rotated')
    const added = await heard('source', 'secret', 'add', '--source', 'rotated')
    const secret = /Secret\s+(\S+)/.exec(added.out)?.[1] ?? ''
    expect((await heard('source', 'secret', 'drop', '--source', 'rotated')).err).toContain('--oldest')
    expect((await heard('source', 'secret', 'drop', '--source', 'rotated', '--oldest')).status).toBe(0)

    expect((await send(event(feed, { score: 6 }))).status).toBe(401)
    expect((await send(event({ ...feed, secret }, { score: 6 }))).status).toBe(200)
    await stage.bind('rotated', { key: 'effort', metric: 'ces', min: 1, max: 7, direction: 'high_is_good' })
  })

  it('source add for a tool that shows its secret later says so, and works once it was given', async () => {
    const secret = `whsec_${Buffer.alloc(32, 9).toString('base64')}`
    const added = await heard('source', 'add', '--kind', 'formbricks', '--name', 'in-app')
    expect(added.out).not.toContain('Secret ')
    expect(added.out).toContain('source secret add --source "in-app" --secret ...')
    const feed = { url: /URL\s+(\S+)/.exec(added.out)?.[1] ?? '', secret }
    const [delivery] = formbricksResponse(feed, 'u-cli').page({ nps: 9 })
    if (!delivery) throw new Error('no delivery')

    expect(await send(delivery)).toMatchObject({
      status: 401,
      json: { error: expect.stringContaining('no secret yet') },
    })
    const waits = await until('the refusal to be counted', async () => {
      const { out } = await heard('health')
      return out.includes('no secret yet') ? out : undefined
    })
    expect(waits).toContain('source secret add --source "in-app"')
    expect((await heard('source', 'list')).out).toContain('WAITING for its signing secret')
    const given = await heard('source', 'secret', 'add', '--source', 'in-app', '--secret', secret)
    expect(given.out).toContain('"in-app" now takes deliveries signed by this secret')
    expect(given.out).not.toContain(secret)

    const taken = await until('the secret to be known', async () => {
      const reply = await send(delivery)
      return reply.status === 200 ? reply : undefined
    })
    expect(taken.json).toMatchObject({ verdict: 'unbound' })
    await stage.bind('in-app', { key: 'nps', metric: 'nps' })
  })

  it('question bind, seen by the running bot without a restart', async () => {
    const feed = feedIn(await heard('source', 'add', '--kind', 'canonical', '--name', 'app'))
    expect((await send(event(feed, { score: 6 }))).json).toMatchObject({ verdict: 'unbound' })
    expect((await heard('question', 'list')).out).toContain('WAITING')

    const bind = ['--source', 'app', '--key', 'effort', '--metric', 'ces', '--min', '1', '--max', '7']
    const bound = await heard('question', 'bind', ...bind, '--direction', 'low_is_good')

    expect(bound).toMatchObject({ status: 0, err: '' })
    expect(bound.out).toContain('1 answer is scored')
    await stage.settled(2)
    expect((await heard('question', 'list')).out).not.toContain('WAITING')
  })

  it('question bind asks for the direction rather than guess it', async () => {
    const ran = await heard(
      'question',
      'bind',
      '--source',
      'app',
      '--key',
      'x',
      '--metric',
      'ces',
      '--min',
      '1',
      '--max',
      '7',
    )

    expect(ran.status).toBe(1)
    expect(ran.err).toContain('--direction')
  })

  it('an NPS from 1 to 10 is refused', async () => {
    const ran = await heard(
      'question',
      'bind',
      '--source',
      'app',
      '--key',
      'x',
      '--metric',
      'nps',
      '--min',
      '1',
    )

    expect(ran.status).toBe(1)
    expect(ran.err).toMatch(/0.*10/)
  })

  it('route set sends an alert elsewhere', async () => {
    expect((await heard('route', 'set', '--channel', 'C0HOME', '--severity', 'critical')).status).toBe(0)
    const feed = feedIn(await heard('source', 'add', '--kind', 'typeform', '--name', 'second'))

    await send(typeformNps(feed, 0))

    await stage.settled(2)
    const home = await stage.ana.messages('C0HOME')
    expect(home.some((message) => message.text.includes('NPS 0'))).toBe(true)
    const routes = (await heard('route', 'list')).out
    expect(routes).toContain('critical -> C0HOME')
    expect(routes).toContain(`everything -> ${alertChannel}`)
  })

  it('workspace set refuses what is no time zone, and keeps what is', async () => {
    const wrong = await heard('workspace', 'set', '--time-zone', 'Mars/Olympus')
    expect(wrong.status).toBe(1)
    expect(wrong.err).toContain('Europe/Berlin')

    const right = await heard('workspace', 'set', '--time-zone', 'Asia/Tokyo', '--hours', '1-5 08:00-16:00')

    expect(right.status).toBe(0)
    expect((await heard('workspace', 'show')).out).toMatch(/Asia\/Tokyo[\s\S]*08:00-16:00/)
  })
})

describe('heard health', () => {
  it('says that all is well when it is', async () => {
    const ran = await heard('health')

    expect(ran.out).toContain('All well.')
    expect(ran.status).toBe(0)
  })

  it('says which source refuses what comes to its URL, until it works', async () => {
    const feed = await stage.source('canonical', 'refusing')
    const strangers = `whsec_${Buffer.alloc(32, 9).toString('base64')}`
    expect((await send(event({ ...feed, secret: strangers }, { score: 6 }))).status).toBe(401)
    const { source } = stage.database.database.prisma
    const counted = await until('the refusal to be counted', async () => {
      const row = await source.findFirstOrThrow({ where: { name: 'refusing' } })
      return row.refusedCount > 0 ? row : undefined
    })

    const ran = await heard('health')

    expect([ran.status, counted.refusedCount]).toEqual([1, 1])
    expect(ran.out).toContain('WRONG Source "refusing": 1 request(s) with a wrong signature, last ')
    expect(ran.out).toContain('source secret add --source "refusing"')
  })

  it('names a channel that Slack does not know, and exits 1', async () => {
    await heard('route', 'set', '--channel', 'C0GONE', '--metric', 'csat')

    const ran = await heard('health')

    expect(ran.status).toBe(1)
    expect(ran.out).toContain('C0GONE')
  })
})

describe('help', () => {
  it.each([['source'], ['question'], ['route'], ['workspace'], ['health'], ['import']])(
    '%s --help has examples',
    async (command) => {
      const ran = await heard(command, '--help')

      expect(ran.status).toBe(0)
      expect(ran.out).toContain('Examples:')
      expect(ran.out).toContain(`npm run heard -- ${command}`)
    },
  )

  it('an unknown command exits 2 and shows the help', async () => {
    const ran = await heard('sauce')

    expect(ran.status).toBe(2)
    expect(ran.err).toContain('Commands:')
  })
})
