import { afterEach, describe, expect, it } from 'vitest'
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

const ticket = JSON.stringify({ loopId, version: 3, action: 'work' })
const state = { values: { story: { input: { type: 'plain_text_input', value: 'It broke.' } } } }

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
