import { afterAll, beforeAll, expect, it } from 'vitest'
import { openStage, type Stage } from '../journeys/stage.js'
import { runHeard } from './run.js'

// Each command is a process of its own.
let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const heard = (...args: string[]) => runHeard(stage.env, 'source', ...args)

it('source set gives a source the token of its API, and says what is missing or wrong', async () => {
  await heard('add', '--kind', 'surveymonkey', '--name', 'thin', '--secret', 'client-id&client-secret')
  const nothing = await heard('set', 'thin')
  const open = await heard('set', 'thin', '--api-token', 't-1', '--api-base', 'http://api.example.com')
  const given = await heard('set', 'thin', '--api-token', 't-1')

  expect([nothing.status, open.status, given.status]).toEqual([1, 1, 0])
  expect(nothing.err).toContain('--api-token')
  expect(open.err).toContain('--api-base: must be an https address')
  expect(given.out).toContain('replay --since ... --source "thin"')
})
