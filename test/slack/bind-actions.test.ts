import { afterEach, describe, expect, it } from 'vitest'
import type { Form } from '../../src/chat/views.js'
import { deskOf, hasFailed, loopId, startSlackSide, type SlackSide, type Wish } from './slack-side.js'

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

  it('on the line of a summary asks for its card, and says when somebody did before', async () => {
    const refused = { kind: 'card_stands' as const }
    const desk = deskOf({ openCard: () => Promise.resolve({ refused }) })
    const { click, replies } = await start({ desk })
    expect((await click({ action_id: 'loop:open', value: loopId })).status).toBe(200)
    expect((await click({ action_id: 'loop:open', value: 'x' })).status).toBe(200)
    const told = (await replies()).map(({ text }) => text)
    expect(desk.asked).toEqual([{ workspaceId: 'W1', loopId, actor: { id: 'U1', name: 'ana' } }])
    expect(told).toHaveLength(2)
    expect(told).toContain('Somebody has opened this already: its card is in this channel.')
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
