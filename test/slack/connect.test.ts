import { afterEach, describe, expect, it } from 'vitest'
import { AppError } from '../../src/errors.js'
import type { Form } from '../../src/chat/views.js'
import { openLog } from '../../src/logging/log.js'
import { messagesFor } from '../../src/messages/messages.js'
import { connectSlack } from '../../src/slack/connect.js'
import {
  deskOf,
  hasFailed,
  loopId,
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

const form: Form = {
  action: 'work',
  loopId,
  version: 3,
  title: 'Record steps',
  submit: 'Save',
  cancel: 'Cancel',
  sections: [
    { heading: null, text: null, fields: [{ id: 'story', kind: 'text', label: 'Story', optional: true }] },
  ],
}
const ticket = JSON.stringify({ loopId, version: 3, action: 'work' })
const state = { values: { story: { input: { type: 'plain_text_input', value: 'It broke.' } } } }

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

describe('a click', () => {
  it('is acknowledged and done in the name of who clicked', async () => {
    const desk = deskOf()
    const { click, replies } = await start({ desk })
    const response = await click({ action_id: 'loop:claim', value: loopId })
    expect([response.status, await response.text()]).toEqual([200, ''])
    expect(await replies()).toEqual([])
    expect(desk.asked).toEqual([
      { workspaceId: 'W1', loopId, action: 'claim', actor: { id: 'U1', name: 'ana' } },
    ])
  })

  it('is acknowledged before the work is done, and stopping waits for the work', async () => {
    let finish = (): void => undefined
    const waits = new Promise<void>((resolve) => (finish = resolve))
    const desk = deskOf({ act: () => waits.then(() => ({ refused: { kind: 'already_done' } })) })
    const { click, replies } = await start({ desk })
    expect((await click({ action_id: 'loop:claim', value: loopId })).status).toBe(200)
    const stopped = replies()
    finish()
    expect(await stopped).toMatchObject([{ text: 'That is done already: nothing changed.' }])
  })

  it('tells the loser who was first, and only the loser', async () => {
    const at = Date.UTC(2026, 10, 20, 10, 32)
    const refused = { kind: 'taken' as const, by: { id: 'U2', name: 'Ben <b>' }, at }
    const { click, replies } = await start({ desk: deskOf({ act: () => Promise.resolve({ refused }) }) })
    await click({ action_id: 'loop:claim', value: loopId })
    expect(await replies()).toEqual([
      {
        response_type: 'ephemeral',
        replace_original: false,
        text: `Ben &lt;b&gt; was first: claimed at <!date^${at / 1000}^{date_short_pretty} {time}|2026-11-20 10:32 UTC>.`,
      },
    ])
  })

  it('in the menu is done too', async () => {
    const desk = deskOf()
    const { click, slack } = await start({ desk })
    await click({ type: 'overflow', action_id: 'loop:more', selected_option: { value: 'snooze' } })
    await slack.stop()
    expect(desk.asked).toMatchObject([{ loopId, action: 'snooze' }])
  })

  it('that needs a form opens it at once', async () => {
    const desk = deskOf({ openForm: () => Promise.resolve({ form }) })
    const { click, replies, api } = await start({ desk })
    await click({ action_id: 'loop:work', value: loopId })
    expect(await replies()).toEqual([])
    const [opened] = api.calls
    expect(opened).toMatchObject({
      method: 'views.open',
      args: { trigger_id: '1.2.3' },
      authorization: 'Bearer xoxb-1',
    })
    expect(JSON.parse(opened?.args.view ?? '')).toMatchObject({
      private_metadata: ticket,
      callback_id: 'loop-form',
    })
  })

  it('that came too late for a form says so', async () => {
    const desk = deskOf({ openForm: () => Promise.resolve({ form }) })
    const { click, replies } = await start({
      desk,
      api: { 'views.open': { ok: false, error: 'expired_trigger_id' } },
    })
    await click({ action_id: 'loop:work', value: loopId })
    expect(await replies()).toMatchObject([
      { text: 'That took longer than Slack waits. Please click again.' },
    ])
  })

  it('on a link is acknowledged and no more', async () => {
    const desk = deskOf()
    const { click, replies } = await start({ desk })
    expect((await click({ action_id: 'loop:link', url: 'https://survey.example' })).status).toBe(200)
    expect([desk.asked, await replies()]).toEqual([[], []])
  })

  it('that was tampered with reaches nobody', async () => {
    const desk = deskOf()
    const { click, replies } = await start({ desk })
    await click({ action_id: 'loop:claim', value: "x' OR 1=1" })
    expect(desk.asked).toEqual([])
    expect(await replies()).toMatchObject([{ text: 'This button is out of date. Use the newest card.' }])
  })

  it('from a team that we do not know reaches nobody, and says so', async () => {
    const desk = deskOf()
    const { click, replies } = await start({ desk })
    await click({ action_id: 'loop:claim', value: loopId }, { team: { id: 'T2' } })
    expect(desk.asked).toEqual([])
    expect((await replies())[0]?.text).toMatch(/does not know this Slack workspace/)
  })

  it('that meets our bug shows a number that is in the log, and nothing of a customer is', async () => {
    const { click, replies, logged } = await start({ desk: deskOf({ act: () => Promise.reject(hasFailed) }) })
    expect((await click({ action_id: 'loop:claim', value: loopId })).status).toBe(200)
    const [, id = 'none'] = /in the log: ([0-9a-f-]{36})$/.exec(String((await replies())[0]?.text)) ?? []
    expect(logged.join('')).toContain(`"troubleId":"${id}"`)
    expect(logged.join('')).not.toContain('dana@example.com')
  })
})

describe('a form', () => {
  it('that is accepted closes', async () => {
    const desk = deskOf()
    const { submit } = await start({ desk })
    const response = await submit({ private_metadata: ticket, state })
    expect(await response.json()).toEqual({ response_action: 'clear' })
    expect(desk.asked).toEqual([
      {
        workspaceId: 'W1',
        loopId,
        version: 3,
        action: 'work',
        actor: { id: 'U1', name: 'ana' },
        values: { story: 'It broke.' },
      },
    ])
  })

  it('shows what is wrong at the field', async () => {
    const fieldErrors = { story: 'Say a little more.' }
    const { submit } = await start({ desk: deskOf({ submitForm: () => Promise.resolve({ fieldErrors }) }) })
    const response = await submit({ private_metadata: ticket, state })
    expect(await response.json()).toEqual({ response_action: 'errors', errors: fieldErrors })
  })

  it.each([
    [
      'somebody else has it',
      { refused: { kind: 'not_yours', by: { id: 'U2', name: 'Ben' } } } as const,
      ticket,
      /Ben has this/,
    ],
    ['it was tampered with', { done: true, version: 1 } as const, '{"loopId":"x"}', /out of date/],
  ])('is replaced by a notice when %s', async (_, result, privateMetadata, text) => {
    const { submit } = await start({ desk: deskOf({ submitForm: () => Promise.resolve(result) }) })
    const answer = (await (await submit({ private_metadata: privateMetadata, state })).json()) as {
      response_action: string
      view: { blocks: { text: { text: string } }[] }
    }
    expect(answer.response_action).toBe('update')
    expect(answer.view.blocks[0]?.text.text).toMatch(text)
  })

  it('that meets our bug says so instead of hanging', async () => {
    const { submit } = await start({ desk: deskOf({ submitForm: () => Promise.reject(hasFailed) }) })
    const response = await submit({ private_metadata: ticket, state })
    expect(await response.text()).toContain('it is our fault')
  })
})

describe('a command', () => {
  it('answers the one who typed it', async () => {
    const asked: unknown[] = []
    const { command, replies } = await start({
      run: (request) => {
        asked.push(request)
        return Promise.resolve({ kind: 'list', list: { title: 'Help', lines: ['<one>'], smallPrint: null } })
      },
    })
    const response = await command('last7d')
    expect([response.status, await response.text()]).toEqual([200, ''])
    expect(await replies()).toMatchObject([{ response_type: 'ephemeral', text: 'Help\n• &lt;one&gt;' }])
    expect(asked).toEqual([
      {
        workspaceId: 'W1',
        text: 'last7d',
        actor: { id: 'U1', name: 'ana' },
        now: Date.UTC(2026, 10, 20, 10, 32),
      },
    ])
  })

  it('that cannot be read gets its examples', async () => {
    const tellUser = 'Try `/nps last30d` or `/nps <from>..<to>`'
    const run = () => Promise.reject(new AppError({ code: 'bad_input', message: 'window', tellUser }))
    const { command, replies } = await start({ run })
    await command('lasst30d')
    expect(await replies()).toMatchObject([{ text: 'Try `/nps last30d` or `/nps &lt;from&gt;..&lt;to&gt;`' }])
  })

  it('that meets our bug says so', async () => {
    const { command, replies } = await start()
    await command('')
    expect((await replies())[0]?.text).toMatch(/it is our fault.*[0-9a-f-]{36}$/)
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
      tellUser: expect.stringContaining('xoxb-'),
    })
  })

  it('needs a signing secret or an app-level token', () => {
    const deps = {
      desk: deskOf(),
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
