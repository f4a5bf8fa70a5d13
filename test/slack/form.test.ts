import { describe, expect, it } from 'vitest'
import type { Form } from '../../src/chat/views.js'
import { checkView } from '../../src/playground/kit/payload.js'
import { readFormState, readTyped } from '../../src/slack/form-state.js'
import { layoutForm, layoutFormNotice } from '../../src/slack/layouts/form.js'

const form: Form = {
  action: 'work',
  loopId: '0191f7a0-0000-7000-8000-000000000001',
  version: 3,
  title: 'Record steps',
  submit: 'Save',
  cancel: 'Cancel',
  sections: [
    {
      heading: 'Hear',
      text: 'Let them tell the whole story.',
      fields: [
        {
          id: 'hear.channel',
          kind: 'choice',
          label: 'How?',
          optional: false,
          initial: 'email',
          options: [
            { value: 'phone', label: 'Phone' },
            { value: 'email', label: 'E-mail' },
          ],
        },
        {
          id: 'hear.story',
          kind: 'text',
          label: 'Story',
          hint: 'Their words',
          optional: true,
          maxLength: 500,
        },
        {
          id: 'hear.wants',
          kind: 'line',
          label: 'Wants',
          optional: true,
          initial: 'x'.repeat(20),
          maxLength: 10,
        },
      ],
    },
  ],
}

describe('a form', () => {
  it('becomes a modal that Slack takes', () => {
    const view = layoutForm(form)
    expect(checkView(view, 'modal')).toEqual([])
    expect(view).toMatchObject({
      callback_id: 'loop-form',
      private_metadata: JSON.stringify({ loopId: form.loopId, version: 3, action: 'work' }),
      blocks: [
        { type: 'header' },
        { type: 'section', text: { type: 'plain_text' } },
        { block_id: 'hear.channel', optional: false, element: { initial_option: { value: 'email' } } },
        { block_id: 'hear.story', optional: true, element: { multiline: true, max_length: 500 } },
        { block_id: 'hear.wants', element: { multiline: false, initial_value: `${'x'.repeat(9)}…` } },
      ],
    })
  })

  it('refuses an id or a value that Slack would not bring back as it was', () => {
    const field = { id: 'f'.repeat(256), kind: 'line', label: 'L', optional: true } as const
    const withField = (one: Form['sections'][number]['fields'][number]) => ({
      ...form,
      sections: [{ heading: null, text: null, fields: [one] }],
    })
    expect(() => layoutForm(withField(field))).toThrow('cannot carry')
    const options = [{ value: 'v'.repeat(151), label: 'L' }]
    expect(() => layoutForm(withField({ ...field, id: 'f', kind: 'choice', options }))).toThrow(
      'cannot carry',
    )
  })

  it('may be replaced by a notice', () => {
    const view = layoutFormNotice(
      'Not done at all, and that is long',
      'Ben was first: claimed at 10:32.',
      'Close',
    )
    expect(checkView(view, 'modal')).toEqual([])
  })
})

describe('what stands in an open form', () => {
  it('is told apart by what the form showed at first', () => {
    const { blocks } = layoutForm(form)
    const values = {
      'hear.channel': { input: { type: 'static_select', selected_option: { value: 'email' } } },
      'hear.story': { input: { type: 'plain_text_input', value: 'It broke.' } },
      'hear.wants': { input: { type: 'plain_text_input', value: null } },
    }
    expect(readTyped({ blocks, state: { values } }, 7)).toEqual({
      changed: { 'hear.story': 'It broke.', 'hear.wants': '' },
      same: { 'hear.channel': 'email' },
      sequence: 7,
    })
    expect(readTyped({ blocks, state: { values: { a: 1 } } }, 7)).toBeNull()
  })
})

describe('what a form tells before its fields', () => {
  it("names the time in the reader's own way, and lets nobody mention or fake a line", () => {
    const notes: Form['notes'] = [
      { kind: 'conflict', text: '{time}: <!channel>\nBen took it', at: Date.UTC(2026, 10, 22, 10, 12) },
    ]
    const view = layoutForm({ ...form, notes })
    expect(checkView(view, 'modal')).toEqual([])
    expect(JSON.stringify(view.blocks[0])).toContain(
      '⚠ <!date^1795342320^{date_short_pretty} {time}|2026-11-22 10:12 UTC>: &lt;!channel&gt; Ben took it',
    )
  })
})

describe('what was entered', () => {
  it('is read by field; empty fields are absent', () => {
    const values = {
      'hear.channel': { input: { type: 'static_select', selected_option: { value: 'phone', text: {} } } },
      'hear.story': { input: { type: 'plain_text_input', value: ' It broke.\n' } },
      'hear.wants': { input: { type: 'plain_text_input', value: null } },
      'hear.none': { input: { type: 'static_select', selected_option: null } },
      'hear.blank': { input: { type: 'plain_text_input', value: '  ' } },
    }
    expect(readFormState(values)).toEqual({ 'hear.channel': 'phone', 'hear.story': 'It broke.' })
  })

  it('is refused when it has another shape', () => {
    for (const values of [null, 'x', { a: 1 }, { a: { input: { value: 7 } } }]) {
      expect(readFormState(values)).toBeNull()
    }
  })
})
