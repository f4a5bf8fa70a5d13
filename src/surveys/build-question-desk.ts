import type { FormNote } from '../chat/views.js'
import type { Clock } from '../clock.js'
import { AppError } from '../errors.js'
import { messagesFor, type Messages } from '../messages/messages.js'
import type { Ring } from '../queue/job.js'
import { workspaceAsReadBy } from '../workspaces/person-settings.js'
import { readAsked, type AskedHere } from './asking-store.js'
import { bindForm, rangeOf, readBindForm, type EnteredBinding } from './bind-form.js'
import { declare } from './bind-question.js'
import { lockSaying, readSaid, type Said } from './binding-store.js'
import { ignore } from './ignore-question.js'
import type { Question } from './question.js'
import type {
  OpenBindRequest,
  OpenBindResult,
  QuestionDesk,
  SubmitBindRequest,
  SubmitBindResult,
} from './question-desk.js'
import type { RaiseRecentDeps } from './raise-recent.js'

export interface QuestionDeskDeps extends RaiseRecentDeps {
  clock: Clock
}

/** The use-cases as a chat adapter asks for them. */
export function buildQuestionDesk(deps: QuestionDeskDeps): QuestionDesk {
  return {
    openForm: (request) => openForm(deps, request),
    submitForm: (request) => submitForm(deps, request),
  }
}

async function openForm(deps: QuestionDeskDeps, request: OpenBindRequest): Promise<OpenBindResult> {
  const { workspaceId, noticeId, open } = request
  const [here, messages] = await Promise.all([
    readAsked(deps.prisma, workspaceId, noticeId),
    messagesOf(deps, request),
  ])
  if (here === null) return { refused: 'gone' }
  const said = await readSaid(deps.prisma, here)
  const shown = {
    bound: said?.question ?? null,
    seen: open === undefined ? (said?.stamp ?? null) : open.seen,
    choice: open?.choice ?? null,
    typed: open?.typed ?? {},
  }
  return { form: bindForm(here.asked, shown, messages) }
}

/**
 * Writes what was said; what waited is scored by the job that this rings, since a form must be answered within seconds. Where
 * somebody said something else since the form was opened, nothing is written and the form comes back.
 */
async function submitForm(deps: QuestionDeskDeps, request: SubmitBindRequest): Promise<SubmitBindResult> {
  const { workspaceId, noticeId, choice, values } = request
  const [here, messages] = await Promise.all([
    readAsked(deps.prisma, workspaceId, noticeId),
    messagesOf(deps, request),
  ])
  if (here === null) return { refused: 'gone' }
  const read = readBindForm(choice, values, messages)
  if (read !== 'ignore' && 'fieldErrors' in read) return read
  const saved = await save(deps, request, here, read === 'ignore' ? null : read.entered)
  if ('clash' in saved) {
    const { clash } = saved
    const isStale = choice === 'ignore' && clash.question !== null
    const shown = {
      bound: clash.question,
      seen: clash.stamp,
      choice: isStale ? null : choice,
      typed: values,
    }
    return { form: bindForm(here.asked, { ...shown, notes: [clashNote(clash, messages)] }, messages) }
  }
  await deps.bell.ring(saved.rings)
  return { done: true }
}

/** @param entered null: it is no score */
function save(
  deps: QuestionDeskDeps,
  { actor, seen }: SubmitBindRequest,
  here: AskedHere,
  entered: EnteredBinding | null,
): Promise<{ clash: Said } | { rings: Ring[] }> {
  const now = deps.clock()
  // 'tool' is how a question says that its survey tool bound it.
  const by = { id: actor.id, name: actor.name === 'tool' ? '@tool' : actor.name }
  return deps.prisma.$transaction(async (tx) => {
    await lockSaying(tx, here)
    const said = await readSaid(tx, here)
    const isBound = said !== null && said.question !== null
    if (said !== null && (said.stamp !== seen || (entered === null && isBound))) return { clash: said }
    if (entered === null) return { rings: await ignore(tx, here, by.name, now) }
    const facts = isBound ? {} : { title: here.title ?? undefined, survey: here.asked.survey ?? undefined }
    const written = await declare(tx, here, { key: here.key, ...facts, ...entered }, { by, now, heldMs: 0 })
    return { rings: [{ job: 'binding', id: written.binding.id }] }
  })
}

function clashNote({ by, at, question }: Said, { binding: words }: Messages): FormNote {
  const scale = question === null ? null : saidScale(question)
  return { kind: 'conflict', text: words.form.clash(by, scale, at === null ? null : '{time}'), at }
}

function saidScale({ metric, min, max, direction, good, bad }: Question) {
  return {
    metric,
    min,
    max,
    highIsGood: direction === 'high_is_good',
    good: rangeOf(good),
    bad: rangeOf(bad),
  }
}

async function messagesOf(
  deps: QuestionDeskDeps,
  { workspaceId, actor }: Pick<OpenBindRequest, 'workspaceId' | 'actor'>,
): Promise<Messages> {
  const workspace = await workspaceAsReadBy(deps, { workspaceId, personId: actor.id })
  if (workspace === null) throw new AppError({ code: 'not_found', message: 'no such workspace' })
  return messagesFor(workspace.language)
}
