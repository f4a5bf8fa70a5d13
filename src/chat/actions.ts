import { z } from 'zod'
import type { Form, LoopAction } from './views.js'

/** What a click does by itself. */
const ClickAction = z.enum(['claim', 'release', 'wait', 'resume', 'snooze', 'restore', 'dismiss'])
/** What needs a form first. */
const FormAction = z.enum(['work', 'skip', 'close', 'reopen', 'withdraw'])
const AnyAction = z.enum([...ClickAction.options, ...FormAction.options]) satisfies z.ZodType<LoopAction>

/** `block_id`, `action_id` and `callback_id` of what we send. One namespace, so that one pattern binds them all. */
export const actionIds = {
  pattern: /^loop:/,
  /** The overflow menu; which action was picked is in the option's value. */
  more: 'loop:more',
  /** A button that only opens a link: clients report the click all the same. */
  link: 'loop:link',
  /** On the line of a summary: the loop's own card, please. */
  open: 'loop:open',
  form: 'loop-form',
  /** Every field of a form; which one is in its block's id. */
  field: 'input',
  /** The choice of the steps that a form shows. */
  turn: 'part',
} as const

export function actionId(action: LoopAction): string {
  return `loop:${action}`
}

/** Names the row of buttons, and so carries the loop for a menu, whose options carry actions only. */
export function actionsBlockId(loopId: string): string {
  return `loop:${loopId}`
}

const LoopId = z.uuid()

const ButtonClick = z
  .object({ actionId: z.string().regex(actionIds.pattern), value: z.string() })
  .transform((click) => ({ loopId: click.value, action: click.actionId.slice('loop:'.length) }))
const MenuPick = z
  .object({ actionId: z.literal(actionIds.more), blockId: z.string().regex(/^loop:/), picked: AnyAction })
  .transform((pick) => ({ loopId: pick.blockId.slice('loop:'.length), action: pick.picked }))

const LoopClick = z
  .union([MenuPick, ButtonClick])
  .pipe(
    z.union([
      z.object({ loopId: LoopId, opensForm: z.literal(false).default(false), action: ClickAction }),
      z.object({ loopId: LoopId, opensForm: z.literal(true).default(true), action: FormAction }),
    ]),
  )
export type LoopClick = z.infer<typeof LoopClick>

/** What a client says was clicked. Any member may make it up: whether it is allowed is decided where it is done. */
export interface ReportedClick {
  actionId: string
  blockId?: string | undefined
  /** A button's value. */
  value?: string | undefined
  /** The value of a menu's option. */
  picked?: string | undefined
}

/** Null: not a click of ours, or one that was tampered with. */
export function parseLoopClick(reported: ReportedClick): LoopClick | null {
  return LoopClick.safeParse(reported).data ?? null
}

const OpenClick = z.object({ actionId: z.literal(actionIds.open), value: LoopId })

/** The loop whose card is asked for; null: another click. */
export function parseOpenClick(reported: ReportedClick): string | null {
  return OpenClick.safeParse(reported).data?.value ?? null
}

/** Other pages of a summary. */
export const pageActionIds = {
  pattern: /^summary:/,
  next: 'summary:next',
  previous: 'summary:previous',
} as const

const PageTurn = z.object({ burstId: z.uuid(), page: z.coerce.number().int().min(0).max(100_000) })

/** What the button says: a page by its number, so that two who press it at once turn one page. */
export function pageValue(burstId: string, page: number): string {
  return `${burstId} ${page}`
}

/** Null: tampered with. */
export function parsePageTurn(value: string | undefined): z.infer<typeof PageTurn> | null {
  const [burstId, page] = value?.split(' ') ?? []
  return PageTurn.safeParse({ burstId, page }).data ?? null
}

const FormPart = z.enum(['hear', 'empathize', 'apologize', 'resolve', 'diagnose', 'all'])
type FormPart = z.infer<typeof FormPart>

/** What a form carries through the client. The version says what the person saw when the form was opened. */
export const FormTicket = z.object({
  loopId: LoopId,
  version: z.number().int().min(0),
  action: FormAction,
  part: FormPart.exactOptional(),
  go: z.enum(['save', 'take_over', 'reopen']).exactOptional(),
})
export type FormTicket = z.infer<typeof FormTicket>

export function writeFormTicket({
  loopId,
  version,
  action,
  part,
  go,
}: Pick<Form, 'loopId' | 'version' | 'action' | 'part' | 'go'>): string {
  return JSON.stringify({ loopId, version, action, part, go })
}

/** Null: no part of a form. */
export function parseFormPart(text: string): FormPart | null {
  return FormPart.safeParse(text).data ?? null
}

/** Null: not written by us. */
export function parseFormTicket(text: string): FormTicket | null {
  try {
    return FormTicket.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
