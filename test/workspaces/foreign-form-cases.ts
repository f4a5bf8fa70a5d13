import { messagesFor } from '../../src/messages/messages.js'
import { composeForm } from '../../src/loops/compose-form.js'
import type { SubmitRequest } from '../../src/loops/desk.js'
import { keepDraft, readDraft } from '../../src/loops/drafts.js'
import { eventsSince, withoutStale } from '../../src/loops/form-clash.js'
import { openForm } from '../../src/loops/open-form.js'
import { closedByThis } from '../../src/loops/same-submit.js'
import { readStepHelp } from '../../src/loops/step-help.js'
import { readStory } from '../../src/loops/story.js'
import { submitForm } from '../../src/loops/submit-form.js'
import { turnForm } from '../../src/loops/turn-form.js'
import { desk, foreignLoop } from './foreign-act-cases.js'
import type { Case } from './foreign-case.js'
import { mine, t0, type Ground } from './two-workspaces.js'

const gone = { refused: { kind: 'gone' } }
const english = messagesFor('en')
const { help } = english.forms
const stranger = { id: 'U0STRANGER', name: 'Stranger' }
const unseen = { actor: stranger, version: 0 }
const typed = { changed: { 'hear.account': 'theirs' }, same: {}, sequence: null }
const entered = {
  records: { hear: { account: 'theirs' } },
  skip: null,
  close: { outcome: 'neutral', note: null, reason: null },
} as const

/** The forms of loops, and what they and the cards tell. */
export const formCases: Record<string, Case> = {
  'src/loops/compose-form.ts#composeForm': {
    gives: null,
    call: (g) => {
      const request = { ...foreignRequest(g), action: 'withdraw' } as const
      return composeForm({ prisma: g.prisma, now: t0 }, foreignLoop(g), request, english)
    },
  },
  'src/loops/drafts.ts#readDraft': {
    gives: null,
    call: (g) => readDraft(g.prisma, foreignRequest(g), t0),
  },
  'src/loops/drafts.ts#keepDraft': {
    gives: undefined,
    call: (g) => keepDraft(g.prisma, { ...foreignRequest(g), typed }, t0 + 1),
  },
  'src/loops/form-clash.ts#eventsSince': {
    gives: [],
    call: (g) => eventsSince(g.prisma, foreignLoop(g), unseen),
  },
  'src/loops/form-clash.ts#withoutStale': {
    gives: entered,
    call: (g) => {
      const hear = { record: { account: 'mine' }, skippedReason: null, by: mine, at: t0 }
      return withoutStale(g.prisma, { ...foreignLoop(g), steps: { hear } }, entered, unseen)
    },
  },
  'src/loops/open-form.ts#openForm': { gives: gone, call: (g) => openForm(desk(g), foreignRequest(g), t0) },
  'src/loops/same-submit.ts#closedByThis': {
    gives: false,
    call: (g) => closedByThis(g.prisma, { ...foreignLoop(g), status: 'closed' }, foreignRequest(g)),
  },
  'src/loops/step-help.ts#readStepHelp': {
    gives: {
      hear: help.anonymous,
      apologize: `${help.apologyTitle}\n${help.apology(null)}`,
      diagnose: help.noCauses(90),
    },
    call: (g) => readStepHelp(g.prisma, foreignLoop(g), ['hear', 'apologize', 'diagnose'], english, t0),
  },
  'src/loops/story.ts#readStory': {
    gives: 'a loop without an answer that can be shown',
    call: (g) => readStory(g.prisma, foreignLoop(g)).catch((error: Error) => error.message),
  },
  'src/loops/submit-form.ts#submitForm': {
    gives: gone,
    call: (g) => submitForm(desk(g), { ...foreignRequest(g), values: { 'hear.account': 'theirs' } }, t0),
  },
  'src/loops/turn-form.ts#turnForm': { gives: gone, call: (g) => turnForm(desk(g), foreignRequest(g), t0) },
}

function foreignRequest({ loop, other }: Ground): SubmitRequest {
  return { workspaceId: other, loopId: loop.id, actor: mine, action: 'work', version: 0, values: {} }
}
