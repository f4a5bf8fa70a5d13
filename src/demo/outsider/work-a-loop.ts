import {
  fillIn,
  primaryButton,
  until,
  wordsOf,
  type SlackMessage,
  type SlackPerson,
  type SlackView,
} from './slack-person.js'

export interface WorkedLoop {
  /** What was pressed, as the buttons were labelled. */
  pressed: string[]
  card: SlackMessage
  /** The card's thread, in order. */
  thread: string[]
}

/**
 * Works one card the way a person would: always the button that the card puts forward, every form filled in, until the
 * card puts nothing forward any more.
 */
export async function workALoop(
  person: SlackPerson,
  channel: string,
  ts: string,
  say: (line: string) => void,
): Promise<WorkedLoop> {
  const pressed: string[] = []
  const cardNow = async () => (await person.messages(channel)).find((message) => message.ts === ts)
  for (let round = 0; round < 8; round++) {
    const card = await until('the card', cardNow)
    const button = primaryButton(card)
    if (!button) return { pressed, card, thread: await wholeThread(person, channel, ts) }
    const label = button.text?.text ?? ''
    pressed.push(label)
    say(`pressed "${label}"`)
    const answer = await person.click(channel, card, button)
    if (!answer.acked) throw new Error(`"${label}" was not taken: ${answer.sentence ?? ''}`)
    const before = wordsOf(card)
    const view = await until('a form, or the card to change', async () => {
      const [open] = await person.views()
      if (open) return open
      const now = await cardNow()
      return now && wordsOf(now) !== before ? null : undefined
    })
    if (view) await answerForm(person, view, say)
    await until('the card to change', async () => {
      const now = await cardNow()
      return now && wordsOf(now) !== before ? now : undefined
    })
  }
  throw new Error('the card still puts a button forward after eight rounds')
}

/** Turns the form to all that it can ask at once, where it offers that, and fills it in. */
async function answerForm(
  person: SlackPerson,
  opened: SlackView,
  say: (line: string) => void,
): Promise<void> {
  const view = await turnToAll(person, opened)
  const values = fillIn(view, 'Spoke with the customer and put it right.')
  const submitted = await person.submit(view, values)
  if (submitted.errors) throw new Error(`the form was not taken: ${JSON.stringify(submitted.errors)}`)
  say(`filled in its form (${Object.keys(values).length} fields)`)
}

async function turnToAll(person: SlackPerson, view: SlackView): Promise<SlackView> {
  for (const { element } of view.blocks) {
    const all = element?.options?.find(({ text }) => /^all\b/i.test(text.text))
    if (!element || !all) continue
    await person.choose(view, element, all.value)
    return until('the form to show all steps', async () => {
      const [now] = await person.views()
      return now && JSON.stringify(now.blocks) !== JSON.stringify(view.blocks) ? now : undefined
    })
  }
  return view
}

/** The lines come about one a second: that is what a channel takes. The last one tells of the closing. */
async function wholeThread(person: SlackPerson, channel: string, ts: string): Promise<string[]> {
  return until(
    'the thread to tell of the closing',
    async () => {
      const messages = await person.messages(channel)
      const lines = messages
        .filter((message) => message.thread_ts === ts && message.ts !== ts)
        .map(({ text }) => text)
      return /closed/i.test(lines.at(-1) ?? '') ? lines : undefined
    },
    30_000,
  )
}
