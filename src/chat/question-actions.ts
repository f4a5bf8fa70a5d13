import { z } from 'zod'
import type { BindChoice, BindForm } from './views.js'

/** `action_id` and `callback_id` of what we send about a question, beside those of loops. */
export const questionActionIds = {
  /** On the notice that asks: the form, please. The button's value names the notice. */
  bind: 'question:bind',
  form: 'question-form',
  /** The choice of what the number tells, which turns the form. */
  choice: 'question:choice',
  /** The field of that choice. */
  choiceField: 'metric',
} as const

const NoticeId = z.uuid()

/** The notice whose question is asked for; null: tampered with. */
export function parseBindClick(value: string | undefined): string | null {
  return NoticeId.safeParse(value).data ?? null
}

const BindChoice = z.enum(['nps', 'csat', 'ces', 'ignore']) satisfies z.ZodType<BindChoice>

/** Null: no choice of ours. */
export function parseBindChoice(text: string | undefined): BindChoice | null {
  return BindChoice.safeParse(text).data ?? null
}

const BindTicket = z.object({ noticeId: NoticeId, seen: z.uuid().nullable() })
export type BindTicket = z.infer<typeof BindTicket>

export function writeBindTicket({ ticket: { noticeId, seen } }: Pick<BindForm, 'ticket'>): string {
  return JSON.stringify({ noticeId, seen })
}

/** Null: not written by us. */
export function parseBindTicket(text: string): BindTicket | null {
  try {
    return BindTicket.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
