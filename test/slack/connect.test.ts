import { afterEach, describe, expect, it } from 'vitest'
import { saying } from '../support/saying.js'
import { AppError } from '../../src/errors.js'
import { openLog } from '../../src/logging/log.js'
import { messagesFor } from '../../src/messages/messages.js'
import { connectSlack } from '../../src/slack/connect.js'
import {
  deskOf,
  questionsOf,
  signingSecret,
  startSlackSide,
  type SlackSide,
  type Wish,
} from './slack-side.js'

let side: SlackSide | undefined
async function start(wish: Wish = {}): Promise<SlackSide> {
  side = await startSlackSide(wish)
  return side
}
afterEach(async () => {
  await side?.close()
  side = undefined
})

describe('requests', () => {
  it('with a wrong signature get 401, and nobody is asked', async () => {
    const desk = deskOf()
    const { send, api, logged } = await start({ desk })
    const payload = JSON.stringify({ type: 'block_actions' })
    const wrong = await send({ payload }, { 'x-slack-signature': `v0=${'0'.repeat(64)}` })
    const old = await send({ payload }, { 'x-slack-request-timestamp': '1000000000' })
    expect([wrong.status, old.status]).toEqual([401, 401])
    expect(desk.asked).toEqual([])
    expect(api.calls).toEqual([])
    expect(logged.filter((line) => JSON.parse(line).level > 20)).toEqual([])
  })

  it('for other paths and methods are left to others', async () => {
    const { url } = await start()
    for (const [path, method] of [
      ['/slack/events', 'GET'],
      ['/webhooks/typeform/x', 'POST'],
      ['//', 'GET'],
      ['/slack/events/%E0%A4%A', 'POST'],
    ] as const) {
      const response = await fetch(`${url}${path}`, { method })
      expect([path, await response.text()]).toEqual([path, 'not of Slack'])
    }
  })

  it('that are too large get 413', async () => {
    const { send } = await start()
    expect((await send({ payload: 'x'.repeat(1_100_000) })).status).toBe(413)
  })
})

describe('starting', () => {
  it('says who we are', async () => {
    const { slack } = await start()
    expect(await slack.start()).toEqual({ teamId: 'T1', teamName: 'Acme', botUserId: 'UBOT', botId: 'B1' })
  })

  it('tells what to do about a token that Slack does not accept', async () => {
    const { slack } = await start({ api: { 'auth.test': { ok: false, error: 'token_revoked' } } })
    await expect(slack.start()).rejects.toMatchObject({
      code: 'misconfigured',
      tellUser: saying('xoxb-'),
    })
  })

  it('needs a signing secret or an app-level token', () => {
    const deps = {
      desk: deskOf(),
      questions: questionsOf(),
      commands: [],
      findWorkspace: () => Promise.resolve(null),
      messagesFor,
      log: openLog('silent'),
      clock: () => 0,
    }
    const settings = { botToken: 'xoxb-1', apiUrl: 'https://slack.com/api/' }
    expect(() => connectSlack(deps, settings)).toThrow(AppError)
    expect(() => connectSlack(deps, { ...settings, signingSecret })).not.toThrow()
  })
})
