import {
  until,
  wordsOf,
  type Answered,
  type SlackMessage,
  type SlackPerson,
  type SlackView,
} from '../../src/demo/outsider/slack-person.js'
import { homeChannel } from './stage.js'

/** The one message in the home channel that asks what a question's numbers mean, once it says this. */
export function asking(person: SlackPerson, says: RegExp, question: RegExp = /./): Promise<SlackMessage> {
  return until(`the notice to say ${says.source}`, async () =>
    (await person.messages(homeChannel)).find(
      (message) => says.test(wordsOf(message)) && question.test(wordsOf(message)),
    ),
  )
}

/** Presses the button of the notice. @returns the form */
export async function openBinding(person: SlackPerson, notice: SlackMessage): Promise<SlackView> {
  const elements = (notice.blocks ?? []).flatMap((block) =>
    block.type === 'actions' ? (block.elements ?? []) : [],
  )
  const [button] = elements
  if (!button) throw new Error('no button')
  await person.click(homeChannel, notice, button)
  return until('the form', async () => (await person.views())[0])
}

/** Chooses what the number tells. @returns the form with the fields that this needs */
export async function choose(person: SlackPerson, view: SlackView, metric: string): Promise<SlackView> {
  const element = view.blocks.find(({ block_id: id }) => id === 'metric')?.element
  if (!element) throw new Error('no choice')
  await person.choose(view, element, metric)
  return until('the form to turn', async () => {
    const [now] = await person.views()
    return now && JSON.stringify(now.blocks) !== JSON.stringify(view.blocks) ? now : undefined
  })
}

/** Fills in fields and submits. */
export function save(
  person: SlackPerson,
  view: SlackView,
  fields: Record<string, string> = {},
): Promise<Answered> {
  const values = Object.entries(fields).map(([id, value]) => [id, { input: value }] as const)
  return person.submit(view, Object.fromEntries(values))
}
