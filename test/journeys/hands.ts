import {
  until,
  type SlackElement,
  type SlackMessage,
  type SlackPerson,
  type SlackView,
} from '../../src/demo/outsider/slack-person.js'
import { alertChannel, type Stage } from './stage.js'

/** A person's hands in the alert channel: every press is counted, typing is not. */
export interface Hands {
  clicks: number
  card(): Promise<SlackMessage>
  press(label: string): Promise<void>
  form(): Promise<SlackView>
  /** Chooses the steps that the form shows. */
  turn(label: string): Promise<SlackView>
  /** Types into a field, or chooses in it, as the client reports it at once. */
  type(field: string, value: string): Promise<void>
  /** Closes whatever form is open. */
  cancel(): Promise<void>
  /** Submits what was typed since the form was opened. */
  submit(values?: Record<string, string>): Promise<Record<string, unknown>>
}

export function handsOf(stage: Stage, person: SlackPerson, userId: string, ts: string): Hands {
  let entered: Record<string, Record<string, string>> = {}
  let pressedAt = 0
  async function deed(what: string, input: Record<string, unknown>): Promise<Record<string, unknown>> {
    const reply = await fetch(`${stage.slackUrl}/people/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user: userId, ...input }),
    })
    const json = (await reply.json()) as Record<string, unknown>
    if (!reply.ok) throw new Error(`${what}: ${JSON.stringify(json)}`)
    return json
  }
  const hands: Hands = {
    clicks: 0,
    async card() {
      const found = (await person.messages(alertChannel)).find((message) => message.ts === ts)
      if (!found) throw new Error('no card')
      return found
    },
    async press(label) {
      hands.clicks += 1
      entered = {}
      // The same button twice within a second is one double click.
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, pressedAt + 1_100 - Date.now())))
      pressedAt = Date.now()
      const button = await until(`a button "${label}"`, async () => buttonOf(await hands.card(), label))
      const { element, value } = button
      await deed('click', {
        channel: alertChannel,
        ts,
        action_id: element.action_id,
        ...(value !== undefined && { value }),
      })
    },
    form: () => until('a form', async () => (await person.views())[0]),
    async turn(label) {
      const view = await hands.form()
      const block = view.blocks.find(({ element }) => element?.action_id === 'part')
      const option = block?.element?.options?.find(({ text }) => text.text.startsWith(label))
      if (!option) throw new Error(`the form cannot be turned to "${label}"`)
      // A list is opened and an entry of it chosen.
      hands.clicks += 2
      await deed('click', { view_id: view.id, action_id: 'part', value: option.value, values: entered })
      const turned = await until('the form to turn', async () => {
        const now = await hands.form()
        return JSON.stringify(now.blocks) === JSON.stringify(view.blocks) ? undefined : now
      })
      // The client forgets the fields that are no longer there.
      const there = turned.blocks.map(({ block_id: id }) => id)
      entered = Object.fromEntries(Object.entries(entered).filter(([id]) => there.includes(id)))
      return turned
    },
    async type(field, value) {
      const view = await hands.form()
      const own = { view_id: view.id, block_id: field, action_id: 'input', value }
      await deed('click', { ...own, values: entered })
      entered[field] = { input: value }
    },
    async cancel() {
      for (const { id } of await person.views()) await deed('close-view', { view_id: id })
      entered = {}
    },
    async submit(values = {}) {
      hands.clicks += 1
      const added = Object.entries(values).map(([field, value]) => [field, { input: value }] as const)
      const { id } = await hands.form()
      return deed('submit', { view_id: id, values: { ...entered, ...Object.fromEntries(added) } })
    },
  }
  return hands
}

function buttonOf(card: SlackMessage, label: string): { element: SlackElement; value?: string } | undefined {
  const elements = (card.blocks ?? []).flatMap((block) =>
    block.type === 'actions' ? (block.elements ?? []) : [],
  )
  for (const element of elements) {
    if (element.text?.text === label) return { element }
    const option = element.options?.find(({ text }) => text.text === label)
    if (option) return { element, value: option.value }
  }
  return undefined
}

/** What a form shows, field by field, as far as something is filled in. */
export function filledIn(view: SlackView): Record<string, string> {
  const filled = view.blocks.flatMap(({ block_id: id, element }) => {
    const value = element?.initial_option?.value ?? element?.initial_value
    return id === undefined || value === undefined || id === 'part' ? [] : [[id, value] as const]
  })
  return Object.fromEntries(filled)
}

/** All that a form tells in words. */
export function toldBy(view: SlackView): string {
  return view.blocks.map(({ text, hint }) => `${text?.text ?? ''} ${hint?.text ?? ''}`).join('\n')
}

/** One entry for each of the five steps. */
export const five = {
  'hear.contact': 'reached',
  'empathize.emotion': 'angry',
  'apologize.message': 'on the call',
  'resolve.done': 'A refund.',
  'diagnose.cause': 'process',
}
