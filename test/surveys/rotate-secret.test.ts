import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { addSecret, dropOldestSecret } from '../../src/surveys/rotate-secret.js'
import { answered, openGround, type Feed, type IntakeGround } from './intake-ground.js'

let ground: IntakeGround
let feed: Feed

beforeEach(async () => {
  ground = await openGround()
  feed = await ground.connect('canonical', 'app')
})
afterEach(() => ground.close())

const deps = () => ({ prisma: ground.db.database.prisma, sealer: ground.sealer })
const app = () => ({ workspaceId: ground.workspaceId, name: 'app' })
const fresh = (): string => `whsec_${randomBytes(32).toString('base64')}`

async function status(secret: string): Promise<number> {
  ground.clock.now += 1_000
  return (await ground.send({ ...feed, secret }, answered())).status
}

describe('a secret that is changed', () => {
  test('both are taken until the old one is dropped', async () => {
    const next = fresh()
    expect([await status(feed.secret), await status(next)]).toEqual([200, 401])

    expect(await addSecret(deps(), { ...app(), secret: next })).toEqual({ secrets: 2, madeSecret: null })
    expect([await status(feed.secret), await status(next)]).toEqual([200, 200])

    expect(await dropOldestSecret(deps(), app())).toBe(1)
    expect([await status(feed.secret), await status(next)]).toEqual([401, 200])
  })

  test('one is made when none is given, and works', async () => {
    const { madeSecret } = await addSecret(deps(), app())

    expect(await status(madeSecret ?? '')).toBe(200)
  })

  test('the last one stays; an unknown source, a broken and a known secret are refused', async () => {
    await expect(dropOldestSecret(deps(), app())).rejects.toMatchObject({ code: 'bad_input' })
    await expect(addSecret(deps(), { ...app(), name: 'nobody' })).rejects.toMatchObject({ code: 'bad_input' })
    await expect(addSecret(deps(), { ...app(), secret: 'x' })).rejects.toMatchObject({ code: 'bad_input' })
    await expect(addSecret(deps(), { ...app(), secret: feed.secret })).rejects.toMatchObject({
      code: 'bad_input',
    })
    expect(await status(feed.secret)).toBe(200)
  })

  test('two people at once lose neither secret', async () => {
    const [one, other] = [fresh(), fresh()]
    await Promise.all([one, other].map((secret) => addSecret(deps(), { ...app(), secret })))

    expect([await status(feed.secret), await status(one), await status(other)]).toEqual([200, 200, 200])
  })
})
