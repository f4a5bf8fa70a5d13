/** A person in front of Slack: reads what is on the screen, presses what is there. Knows Slack's shapes, and no app. */
export interface SlackElement {
  type: string
  action_id?: string
  text?: { text: string }
  style?: string
  options?: { value: string; text: { text: string } }[]
  placeholder?: { text: string }
  initial_option?: { value: string }
  initial_value?: string
}

export interface SlackBlock {
  type: string
  block_id?: string
  text?: { text: string }
  label?: { text: string }
  hint?: { text: string }
  optional?: boolean
  element?: SlackElement
  elements?: SlackElement[]
}

export interface SlackMessage {
  ts: string
  thread_ts?: string
  user?: string
  text: string
  blocks?: SlackBlock[]
  ephemeral?: boolean
  rendered?: unknown
}

export interface SlackView {
  id: string
  blocks: SlackBlock[]
}

export interface Answered {
  acked: boolean
  sentence?: string
  errors?: Record<string, string>
}

export interface SlackPerson {
  messages(channel: string): Promise<SlackMessage[]>
  views(): Promise<SlackView[]>
  click(channel: string, message: SlackMessage, element: SlackElement): Promise<Answered>
  /** Chooses something in an open form that answers to it at once. */
  choose(view: SlackView, element: SlackElement, value: string): Promise<Answered>
  submit(view: SlackView, values: Record<string, Record<string, string>>): Promise<Answered>
  slash(channel: string, command: string, text: string): Promise<Answered>
}

/** @param door the base URL of what a Slack client talks to */
export function slackPerson(door: string, user: string): SlackPerson {
  async function call(method: string, what: string, input: Record<string, unknown>): Promise<unknown> {
    const query =
      method === 'GET' ? `?${new URLSearchParams(input as Record<string, string>).toString()}` : ''
    const reply = await fetch(`${door}/people/${what}${query}`, {
      method,
      ...(method === 'POST' && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(input),
      }),
    })
    const json: unknown = await reply.json()
    if (!reply.ok) throw new Error(`${what}: ${reply.status} ${JSON.stringify(json)}`)
    return json
  }
  return {
    async messages(channel) {
      return ((await call('GET', 'messages', { user, channel })) as { messages: SlackMessage[] }).messages
    },
    async views() {
      return ((await call('GET', 'views', { user })) as { views: SlackView[] }).views
    },
    click: (channel, message, element) =>
      call('POST', 'click', {
        user,
        channel,
        ts: message.ts,
        action_id: element.action_id,
      }) as Promise<Answered>,
    choose: (view, element, value) =>
      call('POST', 'click', {
        user,
        view_id: view.id,
        action_id: element.action_id,
        value,
      }) as Promise<Answered>,
    submit: (view, values) => call('POST', 'submit', { user, view_id: view.id, values }) as Promise<Answered>,
    slash: (channel, command, text) =>
      call('POST', 'slash', { user, channel, command, text }) as Promise<Answered>,
  }
}

/** The button that the card itself puts forward: Slack shows it in green. */
export function primaryButton(message: SlackMessage): SlackElement | undefined {
  const elements = (message.blocks ?? []).flatMap((block) =>
    block.type === 'actions' ? (block.elements ?? []) : [],
  )
  return elements.find((element) => element.type === 'button' && element.style === 'primary')
}

/** All text of a message, as one string. */
export function wordsOf(message: SlackMessage): string {
  return `${message.text}\n${JSON.stringify(message.blocks ?? [])}`
}

/**
 * Fills every field of a form as somebody in a hurry would: the first choice of each list, one sentence in each text.
 * What is filled in already stays, and a field that wants a date, a link or an excuse is left empty when it may be.
 */
export function fillIn(view: SlackView, sentence: string): Record<string, Record<string, string>> {
  const values: Record<string, Record<string, string>> = {}
  for (const block of view.blocks) {
    const { element, block_id: blockId } = block
    if (block.type !== 'input' || !element?.action_id || !blockId) continue
    if (element.initial_option || element.initial_value !== undefined) continue
    const value = element.options?.[0]?.value ?? (wantsMore(block) ? undefined : sentence)
    if (value !== undefined) values[blockId] = { [element.action_id]: value }
  }
  return values
}

function wantsMore({ label, hint, optional }: SlackBlock): boolean {
  return optional === true && /a date|https:|not needed/i.test(`${label?.text ?? ''} ${hint?.text ?? ''}`)
}

/** Looks again and again until there is something to see. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined>,
  withinMs = 60_000,
): Promise<T> {
  const deadline = performance.now() + withinMs
  for (;;) {
    const seen = await look()
    if (seen !== undefined) return seen
    if (performance.now() > deadline) throw new Error(`waited ${withinMs / 1000} s in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
