import type { Form, FormGo } from '../chat/views.js'
import type { Messages } from '../messages/messages.js'
import type { FormRequest } from './desk.js'
import type { Shown, TypedEntries } from './form-fields.js'
import { closeForm, partOf, reopenForm, skipForm, stepsOf, workForm } from './forms.js'
import type { Loop } from './loop.js'
import { readStepHelp } from './step-help.js'
import type { Db } from './store.js'
import { loopAnswers } from './story.js'
import { withdrawForm } from './withdraw-form.js'

/** Stands in a note for its time, which only the platform can write in the reader's own way. */
export const timeMark = '{time}'

/** The form that a person asked for, as the loop is now, with what helps. Null: there is nothing to fill in. */
export async function composeForm(
  { prisma, now }: { prisma: Db; now: number },
  loop: Loop,
  request: FormRequest,
  messages: Messages,
  shown: Shown & { go?: FormGo } = {},
): Promise<Form | null> {
  const words = messages.forms
  switch (request.action) {
    case 'work': {
      const part = partOf(loop, request.part, shown.typed)
      const inForm = stepsOf(loop, part, shown.typed)
      const help = await readStepHelp(prisma, loop, inForm, messages, now)
      return workForm(loop, words, { ...shown, part, help })
    }
    case 'skip':
      return skipForm(loop, words, shown)
    case 'close':
      return closeForm(loop, words, shown)
    case 'reopen':
      return reopenForm(loop, words, shown)
    case 'withdraw':
      return withdrawForm(loop, await loopAnswers(prisma, loop), messages, shown)
  }
}

/** Entries that say something else than what is recorded. */
export function unlikeRecorded(loop: Loop, entries: TypedEntries): Record<string, string> {
  const recorded = (id: string): string => {
    const [step, field] = id.split('.')
    const states: Readonly<Partial<Record<string, Loop['steps']['hear']>>> = loop.steps
    return states[step ?? '']?.record[field ?? ''] ?? ''
  }
  return Object.fromEntries(Object.entries(entries).filter(([id, value]) => value !== recorded(id)))
}
