import { afterEach, describe, expect, it } from 'vitest'
import { AppError } from '../../src/errors.js'
import { openLog } from '../../src/logging/log.js'
import { messagesFor } from '../../src/messages/messages.js'
import { openSlackClient } from '../../src/slack/client.js'
import { toSlackError } from '../../src/slack/to-slack-error.js'
import { serveApi, type Answer, type FakeApi } from './fake-api.js'

const log = openLog('silent')
const messages = messagesFor('en')
let api: FakeApi | undefined

afterEach(async () => {
  await api?.close()
  api = undefined
})

async function failure(answer: Answer): Promise<unknown> {
  api = await serveApi({ 'chat.postMessage': answer })
  const client = openSlackClient('xoxb-1', { apiUrl: api.url }, log)
  const error: unknown = await client.chat.postMessage({ channel: 'C7', text: 'x' }).then(
    () => new Error('it was posted'),
    (thrown: unknown) => thrown,
  )
  expect(api.calls).toHaveLength(1)
  return toSlackError(error, 'C7')
}

describe("what Slack's refusals mean", () => {
  it.each([
    ['token_revoked', 'misconfigured', /SLACK_BOT_TOKEN/],
    ['invalid_auth', 'misconfigured', /SLACK_BOT_TOKEN/],
    ['account_inactive', 'misconfigured', /SLACK_BOT_TOKEN/],
    ['missing_scope', 'misconfigured', /manifest/],
    ['not_in_channel', 'misconfigured', /channel C7. Type \/invite @Heard/],
    ['channel_not_found', 'misconfigured', /no channel C7/],
    ['is_archived', 'misconfigured', /C7 is archived/],
    ['restricted_action', 'misconfigured', /post to the channel C7/],
    ['message_not_found', 'not_found', undefined],
    ['edit_window_closed', 'not_found', undefined],
    ['internal_error', 'unavailable', undefined],
    ['ratelimited', 'rate_limited', undefined],
    ['expired_trigger_id', 'conflict', /click again/],
  ])('%s: %s', async (error, code, tells) => {
    const meaning = await failure({ ok: false, error })
    expect(meaning).toBeInstanceOf(AppError)
    expect(meaning).toMatchObject({ code, message: `Slack: ${error}` })
    if (tells) expect((meaning as AppError).tell(messages)).toMatch(tells)
  })

  it('a word that is not in the table stays what it is: our bug', async () => {
    const error = await failure({ ok: false, error: 'invalid_blocks' })
    expect(error).not.toBeInstanceOf(AppError)
    expect(error).toMatchObject({ message: 'An API error occurred: invalid_blocks' })
  })

  it('anything that is not of Slack stays what it is', () => {
    const bug = new TypeError('x is undefined')
    expect(toSlackError(bug)).toBe(bug)
    expect(toSlackError('text')).toBe('text')
  })
})

describe('what a broken connection means', () => {
  it('429 waits as long as Slack says', async () => {
    const error = await failure((_, response) => response.writeHead(429, { 'retry-after': '7' }).end())
    expect(error).toMatchObject({ code: 'rate_limited', retryAfterMs: 7_000, retryable: true })
  })

  it('429 without a time waits a while', async () => {
    const error = await failure((_, response) => response.writeHead(429).end())
    expect(error).toMatchObject({ code: 'rate_limited' })
  })

  it.each([500, 502, 503, 504, 408])('%d: the outcome is unknown', async (status) => {
    const error = await failure((_, response) => response.writeHead(status).end('oops'))
    expect(error).toMatchObject({ code: 'unavailable', message: `Slack: http ${status}`, retryable: true })
  })

  it('a connection cut before the answer: the outcome is unknown', async () => {
    expect(await failure((request) => request.socket.destroy())).toMatchObject({ code: 'unavailable' })
  })

  it('a connection cut within the answer: the outcome is unknown', async () => {
    const error = await failure((request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"ok":', () => request.socket.destroy())
    })
    expect(error).toMatchObject({ code: 'unavailable' })
  })

  it("a page that is not Slack's: the outcome is unknown, and the page stays out of the log", async () => {
    const error = await failure((_, response) =>
      response.end('<html>Proxy login for dana@example.com</html>'),
    )
    expect(error).toMatchObject({ code: 'unavailable', message: 'Slack: WebAPIPlatformError' })
  })

  it('nobody there: the outcome is unknown', async () => {
    const client = openSlackClient('xoxb-1', { apiUrl: 'http://127.0.0.1:9/api/' }, log)
    const error: unknown = await client.auth.test().catch((thrown: unknown) => thrown)
    expect(toSlackError(error)).toMatchObject({ code: 'unavailable' })
  })
})

describe('the client', () => {
  it('sends each workspace its own token', async () => {
    api = await serveApi({ 'auth.test': { ok: true } })
    const address = { apiUrl: api.url }
    await openSlackClient('xoxb-first', address, log).auth.test()
    await openSlackClient('xoxb-second', address, log).auth.test()
    expect(api.calls.map((call) => call.authorization)).toEqual(['Bearer xoxb-first', 'Bearer xoxb-second'])
  })
})
