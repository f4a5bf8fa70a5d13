/**
 * What chat shows, as facts. A platform lays each out in its own blocks; there is no generic block language.
 * This folder imports nothing of ours, so the unions are spelled out here and match by shape.
 */
export type ViewMetric = 'nps' | 'csat' | 'ces'
export type ViewStatus = 'new' | 'claimed' | 'working' | 'waiting' | 'snoozed' | 'closed'
export type ViewStep = 'hear' | 'empathize' | 'apologize' | 'resolve' | 'diagnose'
export type ViewOutcome = 'recovered' | 'neutral' | 'lost' | 'unreachable' | 'not_valid' | 'duplicate'

/** A person as the chat platform knows them. */
export interface Person {
  id: string
  name: string
}

/** What a person can do with a loop: on a button, in the overflow, or by submitting a form. */
export type LoopAction =
  | 'claim'
  | 'release'
  | 'work'
  | 'skip'
  | 'wait'
  | 'resume'
  | 'snooze'
  | 'close'
  | 'reopen'
  // An answer of the loop is not valid; it is after all; and the loop is closed because none of its answers is.
  | 'withdraw'
  | 'restore'
  | 'dismiss'

/** A number with all that says what it means. */
export interface ShownScore {
  metric: ViewMetric
  score: number
  min: number
  max: number
  direction: 'high_is_good' | 'low_is_good'
  band: 'good' | 'neutral' | 'bad'
}

/** Words alone, or a number that is not known yet. */
export type NoScore = Record<keyof ShownScore, null>

export type CardAnswer = AnswerFacts & (ShownScore | NoScore)

/** Who took an answer out of the scores, and why. */
export interface WithdrawnFacts {
  /** The source by its name in Heard; null: a person, in the chat. */
  where: string | null
  /** Null: not known. */
  by: string | null
  reason: string | null
}

interface AnswerFacts {
  comment: string | null
  questionTitle: string | null
  survey: string | null
  /** Epoch ms. */
  answeredAt: number
  permalink: string | null
  /** A number that the customer changed the answer to and that its scale cannot hold: shown is the answer before. */
  setAside?: number
  /** It counts no more: shown struck out. */
  withdrawn?: WithdrawnFacts
}

export interface CardStep {
  step: ViewStep
  state: 'open' | 'done' | 'skipped'
  by: string | null
}

export interface LoopCard {
  loopId: string
  status: ViewStatus
  severity: 'normal' | 'critical'
  /** Null: anonymous. */
  customer: string | null
  /** Newest first; the layout shows the first in full. Never empty. */
  answers: CardAnswer[]
  segments: { name: string; value: string }[]
  owner: Person | null
  /** Epoch ms, all four. */
  openedAt: number
  firstContactDueAt: number
  resolutionDueAt: number
  closedAt: number | null
  steps: CardStep[]
  outcome: ViewOutcome | null
  closeNote: string | null
  reopenCount: number
  lastAction: { kind: string; by: string | null; at: number } | null
  actions: { primary: LoopAction | null; secondary: LoopAction | null; more: LoopAction[] }
}

/** A loop as a line of a summary. */
export interface SummaryLine extends Pick<
  LoopCard,
  'loopId' | 'status' | 'severity' | 'customer' | 'owner' | 'openedAt'
> {
  answer: CardAnswer
  /** Null: the line is to be opened; the link is null until the card stands. */
  ownCard: { link: string | null } | null
}

/** Loops whose cards would have flooded a channel, in one message: at most 20 at a time, never empty. */
export interface BurstSummary {
  severity: 'normal' | 'critical'
  lines: SummaryLine[]
  /** Set where it tells of all the answers that waited for somebody to say what their number means, page by page. */
  gathered?: GatheredPage
}

export interface GatheredPage {
  summaryId: string
  /** Loops in all, and how they stand. */
  total: number
  untouched: number
  taken: number
  closed: number
  /** From 0. */
  page: number
  /** The place of the first line, from 1. */
  first: number
  pages: number
  /** Answers that were scored, and those of them too old for a card. */
  scored: number
  older: number
}

/** One line of a card's thread: what happened, by whom. */
export interface ThreadLine {
  kind: string
  by: string | null
  at: number
  /** What the kind needs: step, reason, outcome, score, comment, ... */
  data: Record<string, unknown>
}

/** Something a channel must be told that is not a loop. */
export interface Notice {
  kind: string
  data: Record<string, unknown>
}

export interface FormField {
  id: string
  kind: 'line' | 'text' | 'choice'
  label: string
  hint?: string
  optional: boolean
  initial?: string
  maxLength?: number
  /** kind choice only. */
  options?: { value: string; label: string }[]
}

/** Which steps a form shows: one of them, or all that are open. */
export type FormPart = ViewStep | 'all'
/** What submitting also does, once a person was told that the loop changed under the form. */
export type FormGo = 'save' | 'take_over' | 'reopen'

/** Something to know before the fields are read. `{time}` in the text stands for `at` in the reader's own time. */
export interface FormNote {
  kind: 'draft' | 'conflict'
  text: string
  /** Epoch ms. */
  at: number | null
}

/** What a form shows, whatever it is about. */
export interface FormBody {
  notes?: FormNote[]
  /** A choice that shows the form anew for another part, as soon as it is made. */
  turn?: FormField
  title: string
  submit: string
  cancel: string
  /** Plain text above the fields of a section. */
  sections: { heading: string | null; text: string | null; fields: FormField[] }[]
}

/** A form of a loop. */
export interface Form extends FormBody {
  /** What comes back on submit. */
  action: LoopAction
  loopId: string
  /** The loop's version when the form was opened. */
  version: number
  part?: FormPart
  go?: FormGo
}

/** What a question's number may be said to tell; `ignore`: it is no score. */
export type BindChoice = ViewMetric | 'ignore'

/** The form that says what a question's numbers mean. */
export interface BindForm extends FormBody {
  ticket: {
    /** The notice that asks. */
    noticeId: string
    /** What was said of the question when the form was opened; null: nothing. */
    seen: string | null
  }
}

/** One open loop on somebody's home tab. */
export interface HomeLoop {
  loopId: string
  status: ViewStatus
  severity: 'normal' | 'critical'
  /** Null: anonymous. */
  customer: string | null
  /** The newest answer; null: it cannot be read on its scale any more. */
  answer: CardAnswer | null
  owner: Person | null
  /** What is due next, epoch ms. */
  due: { what: 'first_contact' | 'resolution'; at: number; isOver: boolean }
  /** What this person may do next; null: it is somebody else's. */
  action: LoopAction | null
  /** Where the card stands; null: it is not posted yet. */
  card: { channel: string; messageId: string } | null
}

/** What one person sees first: their own loops, and the others of the team. The most urgent first, and not all of many. */
export interface Home {
  mine: HomeLoop[]
  team: HomeLoop[]
  /** How many there are in all. */
  mineCount: number
  teamCount: number
}

/** A short list of lines with a title (help, search results). */
export interface List {
  title: string
  lines: string[]
  smallPrint: string | null
}
