import { z } from 'zod'
import { actionIds } from '../chat/actions.js'
import type { Typed } from '../loops/desk.js'
import { clean } from './safe-text.js'

const inputId = actionIds.field

const FormState = z.record(
  z.string(),
  z.object({
    [inputId]: z
      .object({
        value: z.string().nullish(),
        selected_option: z.object({ value: z.string() }).nullish(),
      })
      .optional(),
  }),
)

/** What was entered, by field id; empty fields are absent. Null: not a form of ours. */
export function readFormState(values: unknown): Record<string, string> | null {
  const fields = readFields(values)
  return fields && Object.fromEntries(fields.filter(([, value]) => value !== ''))
}

/** Fields that the form has, empty ones too, without what no database keeps. Null: not a form of ours. */
function readFields(values: unknown): [string, string][] | null {
  const state = FormState.safeParse(values)
  if (!state.success) return null
  return Object.entries(state.data).flatMap(([id, { [inputId]: input }]) =>
    input === undefined ? [] : [[id, clean(input.selected_option?.value ?? input.value ?? '')]],
  )
}

const FormView = z.object({
  blocks: z.array(
    z.object({
      block_id: z.string().optional(),
      element: z
        .object({
          initial_value: z.string().nullish(),
          initial_option: z.object({ value: z.string() }).nullish(),
        })
        .optional(),
    }),
  ),
  state: z.object({ values: z.unknown() }),
})

/** What stands in an open form, told apart by what the form showed at first. Null: not a form of ours. */
export function readTyped(view: unknown, sequence: number | null): Typed | null {
  const form = FormView.safeParse(view)
  const fields = form.success ? readFields(form.data.state.values) : null
  if (!form.success || fields === null) return null
  const shown = new Map(
    form.data.blocks.map(({ block_id: id = '', element }) => [
      id,
      clean(element?.initial_option?.value ?? element?.initial_value ?? ''),
    ]),
  )
  const isSame = ([id, value]: [string, string]): boolean => shown.get(id) === value
  return {
    changed: Object.fromEntries(fields.filter((field) => !isSame(field))),
    same: Object.fromEntries(fields.filter(isSame)),
    sequence,
  }
}
