import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepInstall } from '../../src/workspaces/install-store.js'
import { buildSealer } from '../../src/workspaces/seal.js'
import { storeFunctions } from '../support/store-functions.js'
import { cases } from './foreign-cases.js'
import { openGround, type Ground } from './two-workspaces.js'

const walked = storeFunctions()

describe('the store functions, as the sources have them', () => {
  it('each have a case here, and no case is without its function', () => {
    expect(walked.length).toBeGreaterThan(30)
    expect(Object.keys(cases).toSorted()).toEqual(walked.toSorted())
  })
})

describe('with the id of another workspace', () => {
  const called = Object.entries(cases).flatMap(([name, one]) => ('call' in one ? [{ name, ...one }] : []))

  let ground: Ground
  beforeAll(async () => {
    ground = await openGround(buildSealer(Buffer.alloc(32, 7).toString('base64')), keepInstall)
  })
  afterAll(() => ground.close())

  it.each(called)('$name finds nothing and changes nothing', async ({ gives, call }) => {
    const before = await ground.rows()
    expect(before.length).toBeGreaterThan(10)

    expect(await call(ground)).toEqual(gives)

    expect(await ground.rows()).toEqual(before)
  })
})
