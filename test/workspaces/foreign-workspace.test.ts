import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepInstall } from '../../src/workspaces/install-store.js'
import { buildSealer } from '../../src/workspaces/seal.js'
import { storeFunctions } from '../support/store-functions.js'
import { cases } from './foreign-cases.js'
import { openGround, type Ground } from './two-workspaces.js'

const walked = storeFunctions()

function isThere(name: string): boolean {
  const [file = '', word = ''] = name.split('#')
  return (
    existsSync(file) && new RegExp(`export (async )?function ${word}\\b`).test(readFileSync(file, 'utf8'))
  )
}

describe('the store functions, as the sources have them', () => {
  it('each have a case here, and no case is without its function', () => {
    expect(walked.length).toBeGreaterThan(30)
    expect(walked.filter((name) => !(name in cases))).toEqual([])
    // More cases may come on top: the walk does not see rows that are given as the database client types them.
    expect(Object.keys(cases).filter((name) => !isThere(name))).toEqual([])
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
