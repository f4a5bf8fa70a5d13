import { afterEach, describe, expect, it } from 'vitest'
import { saying } from '../support/saying.js'
import type { Command } from '../../src/commands/command.js'
import type { LoopDesk } from '../../src/loops/desk.js'
import { aCard, aLine, anAnswer, aSummary } from './cards.js'
import { deskOf } from './slack-side.js'
import { channel, startStandInSide, type StandInSide } from './stand-in-side.js'

let side: StandInSide | undefined
afterEach(async () => {
  await side?.close()
  side = undefined
})

const help: Command = {
  name: 'nps',
  description: 'd',
  usageHint: 'u',
  run: ({ text }) =>
    Promise.resolve({ kind: 'list', list: { title: 'You typed', lines: [text], smallPrint: null } }),
}

type Mode = Parameters<typeof startStandInSide>[0]
async function start(mode: Mode, desk: LoopDesk = deskOf(), scopes?: string[]): Promise<StandInSide> {
  side = await startStandInSide(mode, { desk, commands: [help], ...(scopes && { scopes }) })
  return side
}

const marker = { kind: 'card', id: aCard().loopId } as const
const hostile = '<!channel> <https://evil.example|click> *x*'

describe('the port, against the stand-in', () => {
  it('posts a card, edits it in place and finds it again', async () => {
    const { port, messages } = await start('HTTP')
    const since = Date.now()
    const card = aCard({ answers: [anAnswer({ comment: hostile })], customer: hostile })
    const ref = await port.postCard(channel, card, marker)
    expect(await port.findOwn(channel, marker, since)).toEqual(ref)
    await port.editCard(ref, { ...card, status: 'claimed', owner: { id: 'U0001', name: 'Ana' } })
    const [shown, ...more] = await messages()
    expect(more).toEqual([])
    expect(shown).toMatchObject({
      ts: ref.messageId,
      text: 'Claimed · Detractor · NPS 3 · Relationship · 2 of 5 steps done',
    })
    expect(shown?.rendered.text).toContain(hostile)
    expect(shown?.rendered).toMatchObject({ pings: [], links: [] })
    expect(await port.findOwn(channel, marker, since)).toEqual(ref)
    expect(await port.findOwn(channel, { ...marker, id: 'another' }, since)).toBeNull()
  })

  it('posts a summary, edits it in place, finds it again and links to what stands', async () => {
    const { port, messages } = await start('HTTP')
    const since = Date.now()
    const own = { kind: 'burst', id: aCard().loopId } as const
    const ref = await port.postSummary(channel, aSummary([aLine({ customer: hostile })]), own)
    expect(await port.findOwn(channel, own, since)).toEqual(ref)
    expect(await port.findOwn(channel, marker, since)).toBeNull()
    const link = await port.linkTo(ref)
    expect(link).toContain(ref.messageId.replace('.', ''))
    await port.editSummary(ref, aSummary([aLine({ customer: hostile, ownCard: { link } })]))
    const [shown, ...more] = await messages()
    expect(more).toEqual([])
    expect(shown).toMatchObject({ ts: ref.messageId, text: '1 unhappy customer among many' })
    expect(JSON.stringify(shown)).toContain('To its card')
    expect(shown?.rendered.pings).toEqual([])
    expect(JSON.stringify(shown?.rendered.links)).not.toContain('evil')
  })

  it('posts lines into the thread and finds them there', async () => {
    const { port, messages } = await start('HTTP')
    const since = Date.now()
    const ref = await port.postCard(channel, aCard(), marker)
    const line = { kind: 'step_skipped', by: 'Ana', at: since, data: { step: 'hear', reason: hostile } }
    const posted = await port.postLine(ref, line, { kind: 'line', id: '17' })
    const [, reply] = await messages(ref.messageId)
    expect(reply).toMatchObject({ ts: posted.messageId, thread_ts: ref.messageId, text: 'Ana skipped Hear' })
    expect(reply?.rendered.text).toContain(hostile)
    expect(reply?.rendered).toMatchObject({ pings: [], links: [] })
    const lineMarker = { kind: 'line', id: '17' } as const
    expect(await port.findOwn(channel, lineMarker, since, ref.messageId)).toEqual(posted)
    expect(await port.findOwn(channel, lineMarker, since)).toBeNull()
  })

  it('posts a notice with the command to paste', async () => {
    const { port, messages } = await start('HTTP')
    const data = { sourceName: 'our-app', questionTitle: hostile, questionKey: 'q1', survey: null }
    const ref = await port.postNotice(
      channel,
      { kind: 'unbound_question', data },
      { kind: 'notice', id: 'n1' },
    )
    const [shown] = await messages()
    expect(shown?.ts).toBe(ref.messageId)
    expect(shown?.rendered.text).toContain('question bind --source our-app --key q1 --help')
    expect(shown?.rendered).toMatchObject({ pings: [], links: [] })
  })

  it('tells the operator when Heard was removed from the channel, or it was archived', async () => {
    const { port, person } = await start('HTTP')
    const ref = await port.postCard(channel, aCard(), marker)
    await person('POST', 'remove-app', { user: 'U0001', channel })
    await expect(port.postCard(channel, aCard(), marker)).rejects.toMatchObject({
      code: 'misconfigured',
      tellUser: saying('/invite @Heard'),
    })
    await person('POST', 'invite-app', { user: 'U0001', channel })
    await person('POST', 'archive', { user: 'U0001', channel })
    await expect(port.postCard(channel, aCard(), marker)).rejects.toMatchObject({
      code: 'misconfigured',
      tellUser: saying('archived'),
    })
    await expect(port.editCard({ ...ref, messageId: '1.000001' }, aCard())).rejects.toMatchObject({
      code: 'misconfigured',
      tellUser: saying('archived'),
    })
  })

  it('works without the scopes for history, but cannot find what it posted', async () => {
    const { port } = await start('HTTP', deskOf(), ['chat:write', 'commands'])
    await port.postCard(channel, aCard(), marker)
    expect(await port.findOwn(channel, marker, Date.now())).toBeNull()
  })
})

describe.each<Mode>(['HTTP', 'Socket Mode'])('people, by %s', (mode) => {
  it('click a button and a menu on the card', async () => {
    const desk = deskOf()
    const { port, person, slack } = await start(mode, desk)
    const { messageId: ts } = await port.postCard(
      channel,
      aCard({ actions: { primary: 'claim', secondary: null, more: ['snooze'] } }),
      marker,
    )
    const at = { user: 'U0001', channel, ts }
    expect(await person('POST', 'click', { ...at, action_id: 'loop:claim' })).toMatchObject({ acked: true })
    expect(await person('POST', 'click', { ...at, action_id: 'loop:more', value: 'snooze' })).toMatchObject({
      acked: true,
    })
    await slack.stop()
    const { loopId } = aCard()
    expect(desk.asked).toMatchObject([
      { workspaceId: 'W1', loopId, action: 'claim', actor: { id: 'U0001', name: 'ana' } },
      { workspaceId: 'W1', loopId, action: 'snooze' },
    ])
  })

  it('read why a click was refused, alone', async () => {
    const refused = {
      kind: 'taken',
      by: { id: 'U2', name: 'Ben' },
      at: Date.UTC(2026, 10, 20, 10, 32),
    } as const
    const { port, person, slack, messages } = await start(
      mode,
      deskOf({ act: () => Promise.resolve({ refused }) }),
    )
    const { messageId: ts } = await port.postCard(
      channel,
      aCard({ actions: { primary: 'claim', secondary: null, more: [] } }),
      marker,
    )
    await person('POST', 'click', { user: 'U0001', channel, ts, action_id: 'loop:claim' })
    await slack.stop()
    const [, told] = await messages()
    expect(told?.ephemeral).toBe(true)
    expect(told?.rendered.text).toMatch(/^Ben was first: claimed at /)
  })

  it('fill in a form, and read what is wrong with it', async () => {
    const opened = {
      action: 'work' as const,
      loopId: aCard().loopId,
      version: 4,
      title: 'Work the loop',
      submit: 'Save',
      cancel: 'Cancel',
      sections: [
        {
          heading: 'Hear',
          text: null,
          fields: [{ id: 'hear.story', kind: 'text' as const, label: 'Story', optional: true }],
        },
      ],
    }
    const desk = deskOf({
      openForm: () => Promise.resolve({ form: opened }),
      submitForm: ({ values }) =>
        Promise.resolve(
          values['hear.story']
            ? { done: true, version: 5 }
            : { fieldErrors: { 'hear.story': 'Say something.' } },
        ),
    })
    const { port, person } = await start(mode, desk)
    const { messageId: ts } = await port.postCard(channel, aCard(), marker)
    await person('POST', 'click', { user: 'U0001', channel, ts, action_id: 'loop:work' })
    const view = await viewOf(person)
    const submit = (values: Record<string, unknown>) =>
      person('POST', 'submit', { user: 'U0001', view_id: view, values })
    expect(await submit({})).toMatchObject({
      acked: true,
      responseAction: 'errors',
      errors: { 'hear.story': 'Say something.' },
    })
    const story = 'It broke twice.'
    expect(await submit({ 'hear.story': { input: story } })).toMatchObject({
      acked: true,
      responseAction: 'clear',
    })
    expect(desk.asked.at(-1)).toMatchObject({ action: 'work', version: 4, values: { 'hear.story': story } })
  })

  it('type a command and get the answer alone', async () => {
    const { person, slack, messages } = await start(mode)
    expect(
      await person('POST', 'slash', { user: 'U0001', channel, command: '/nps', text: hostile }),
    ).toMatchObject({ acked: true })
    await slack.stop()
    const [answer] = await messages()
    expect(answer?.ephemeral).toBe(true)
    expect(answer?.rendered.text).toContain(hostile)
    expect(answer?.rendered).toMatchObject({ pings: [], links: [] })
  })
})

/** The id of the modal on top, once it is open. */
async function viewOf(person: StandInSide['person']): Promise<string> {
  for (;;) {
    const { views } = (await person('GET', 'views', { user: 'U0001' })) as { views: { id: string }[] }
    const top = views.at(-1)
    if (top) return top.id
  }
}
