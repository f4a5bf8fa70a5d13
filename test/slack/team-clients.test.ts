import { webApi } from '@slack/bolt'
import { afterEach, expect, it } from 'vitest'
import { openLog } from '../../src/logging/log.js'
import { clientOptions } from '../../src/slack/client.js'
import { openTeamClients } from '../../src/slack/team-clients.js'
import { serveApi, type FakeApi } from './fake-api.js'

let api: FakeApi
afterEach(() => api.close())

const log = openLog('silent')

it('each team is spoken to with its own token and named with it, in any order', async () => {
  api = await serveApi({ 'auth.test': { ok: true } })
  const clients = openTeamClients({ apiUrl: api.url }, log)

  for (const team of ['T1', 'T2', 'T1', 'T2'])
    await clients.clientFor(team, `xoxb-${team}`).client.auth.test()
  await clients.clientFor('T1', 'xoxe.xoxb-renewed').client.auth.test()

  expect(api.calls.map((call) => call.authorization)).toEqual([
    'Bearer xoxb-T1',
    'Bearer xoxb-T2',
    'Bearer xoxb-T1',
    'Bearer xoxb-T2',
    'Bearer xoxe.xoxb-renewed',
  ])
})

it("our options never hold headers: Slack's library writes the first token into them, for every client that shares them", async () => {
  api = await serveApi({ 'auth.test': { ok: true } })
  const options = clientOptions({ apiUrl: api.url }, log)
  expect(options).not.toHaveProperty('headers')
  const shared = { ...options, headers: {} }

  await new webApi.WebClient('xoxb-T1', shared).auth.test()
  await new webApi.WebClient('xoxb-T2', shared).auth.test()

  // What would happen otherwise. If this fails, the library has mended it, and the rule may go.
  expect(api.calls.map((call) => call.authorization)).toEqual(['Bearer xoxb-T1', 'Bearer xoxb-T1'])
})
