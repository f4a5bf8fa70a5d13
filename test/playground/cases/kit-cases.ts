import { expect } from 'vitest'
import { checkMessageBlocks, checkView } from '../../../src/playground/kit/payload.js'
import type { RuleId } from '../../../src/playground/rules/rules.js'
import { type Json, actions, button, inputBlock, modal, plain, section, times, x } from '../payloads.js'
import type { Case } from './case.js'

/** These blocks fit in a message, and those do not, by this row alone. */
export function blocks(fits: Json[], not: unknown): Case {
  return (rule) => {
    expect(checkMessageBlocks(fits)).toEqual([])
    expect([...new Set(checkMessageBlocks(not).map((one) => one.rule))]).toEqual([rule])
  }
}

/** The same for a modal. */
export function form(fits: Json, not: Json): Case {
  return (rule) => {
    expect(checkView(fits, 'modal')).toEqual([])
    expect([...new Set(checkView(not, 'modal').map((one) => one.rule))]).toEqual([rule])
  }
}

/** A block that is right with `most` and wrong with one more. */
export const sized = (most: number, make: (size: number) => Json): Case =>
  blocks([make(most)], [make(most + 1)])
/** A block that is right with one and wrong with none. */
export const some = (make: (size: number) => Json): Case => blocks([make(1)], [make(0)])

const image = (more: Json = {}): Json => ({
  type: 'image',
  image_url: 'https://a.example/a.png',
  alt_text: 'a',
  ...more,
})
const context = (count: number): Json => ({ type: 'context', elements: times(count, () => plain('a')) })
const row = (count: number): Json => actions(...times(count, (index) => button(`b${index}`)))
const fields = (count: number): Json => ({ type: 'section', fields: times(count, () => plain('a')) })
const input = (more: Json): Json => inputBlock({ type: 'plain_text_input' }, more)

export const kitBlockCases = {
  'kit.message.blocks': blocks(
    times(50, () => section()),
    times(51, () => section()),
  ),
  'kit.view.blocks': form(modal(times(100, () => section())), modal(times(101, () => section()))),
  'kit.view.blocks-min': form(modal(), modal([])),
  'kit.block.unknown': blocks([section()], [{ type: 'sektion' }]),
  'kit.block.surface': blocks([section()], [{ type: 'alert', text: plain('a') }]),
  'kit.block-id.length': sized(255, (size) => ({ ...section(), block_id: x(size) })),
  'kit.block-id.unique': blocks(
    [
      { ...section(), block_id: 'a' },
      { ...section(), block_id: 'b' },
    ],
    [
      { ...section(), block_id: 'a' },
      { ...section(), block_id: 'a' },
    ],
  ),
  'kit.section.text': sized(3000, (size) => section(x(size))),
  'kit.section.content': blocks([section()], [{ type: 'section' }]),
  'kit.section.fields': sized(10, fields),
  'kit.section.fields-min': some(fields),
  'kit.section.field': sized(2000, (size) => ({ type: 'section', fields: [plain(x(size))] })),
  'kit.header.text': sized(150, (size) => ({ type: 'header', text: plain(x(size)) })),
  'kit.header.level': sized(4, (level) => ({ type: 'header', text: plain('a'), level })),
  'kit.context.elements': sized(10, context),
  'kit.context.elements-min': some(context),
  'kit.actions.elements': sized(25, row),
  'kit.actions.elements-min': some(row),
  'kit.image.alt': sized(2000, (size) => image({ alt_text: x(size) })),
  'kit.image.alt-min': some((size) => image({ alt_text: x(size) })),
  'kit.image.title': sized(2000, (size) => image({ title: plain(x(size)) })),
  'kit.image.url': sized(3000, (size) => image({ image_url: x(size) })),
  'kit.image.origin': blocks([image()], [image({ slack_file: { id: 'F1' } })]),
  'kit.slack-file.one': blocks(
    [{ type: 'image', alt_text: 'a', slack_file: { id: 'F1' } }],
    [{ type: 'image', alt_text: 'a', slack_file: { id: 'F1', url: 'https://a.example' } }],
  ),
  'kit.input.label': sized(2000, (size) => input({ label: plain(x(size)) })),
  'kit.input.hint': sized(2000, (size) => input({ hint: plain(x(size)) })),
  'kit.input.submit': form(modal([input({})]), { type: 'modal', title: plain('a'), blocks: [input({})] }),
  'kit.markdown.text': blocks(
    [{ type: 'markdown', text: x(12_000) }],
    [
      { type: 'markdown', text: x(6000) },
      { type: 'markdown', text: x(6001) },
    ],
  ),
} satisfies Partial<Record<RuleId, Case>>
