export type Json = Record<string, unknown>

export const section = (text = 'hello'): Json => ({ type: 'section', text: { type: 'mrkdwn', text } })
export const plain = (text: string): Json => ({ type: 'plain_text', text })
export const button = (id = 'go', more: Json = {}): Json => ({
  type: 'button',
  action_id: id,
  text: plain('Go'),
  ...more,
})
export const actions = (...elements: Json[]): Json => ({ type: 'actions', block_id: 'row', elements })
export const inputBlock = (element: Json, more: Json = {}): Json => ({
  type: 'input',
  block_id: 'field',
  label: plain('Field'),
  element: { action_id: 'entry', ...element },
  ...more,
})
export const modal = (blocks: Json[] = [section()], more: Json = {}): Json => ({
  type: 'modal',
  title: plain('Hear'),
  submit: plain('Save'),
  blocks,
  ...more,
})
export const x = (length: number): string => 'x'.repeat(length)
export const times = <Item>(count: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, i) => make(i))
