import type {
  NoScore,
  ShownScore,
  WithdrawnFacts,
  LoopAction,
  ViewMetric,
  ViewOutcome,
  ViewStatus,
  ViewStep,
} from '../../chat/views.js'
import { outcomeNames, stepNames } from './names.js'

// What people read about a loop. Results hold no markup of their own and pass arguments through as they are, so a
// platform may escape foreign text before or after.

const statuses: Record<ViewStatus, string> = {
  new: 'New',
  claimed: 'Claimed',
  working: 'In work',
  waiting: 'Waiting for the customer',
  snoozed: 'Snoozed',
  closed: 'Closed',
}

const actions: Record<LoopAction, string> = {
  claim: "I'll take it",
  release: 'Give it back',
  work: 'Record steps',
  skip: 'Skip a step',
  wait: 'Wait for the customer',
  resume: 'Resume',
  snooze: 'Snooze',
  close: 'Close',
  reopen: 'Reopen',
  withdraw: 'Not a valid answer …',
  restore: 'The answer is valid after all',
  dismiss: 'Close as not valid',
}

const verdicts: Record<ViewMetric, Record<ShownScore['band'], string>> = {
  nps: { good: 'Promoter', neutral: 'Passive', bad: 'Detractor' },
  csat: { good: 'Satisfied', neutral: 'Neither', bad: 'Dissatisfied' },
  ces: { good: 'Easy', neutral: 'Neither', bad: 'Hard' },
}

/** The number with its scale: a bare number means nothing. An effort of 2 of 7 is little: where a high number is good, it is ease. */
function score(answer: ShownScore): string {
  if (answer.metric === 'nps') return `NPS ${answer.score}`
  const ces = answer.direction === 'low_is_good' ? 'effort' : 'ease'
  return `${answer.metric === 'csat' ? 'CSAT' : ces} ${answer.score} of ${answer.max}`
}

function meaning(answer: ShownScore | NoScore): string {
  if (answer.metric === null) return 'an answer without a number'
  const verdict = verdicts[answer.metric][answer.band].toLowerCase()
  if (answer.metric === 'nps') return `NPS ${answer.score} of 10: ${verdict}`
  if (answer.metric === 'csat') return `CSAT ${answer.score} of ${answer.max}: ${verdict}`
  return `${verdict}: ${answer.score} of ${answer.max}`
}

function scale(answer: ShownScore): string {
  const best = answer.direction === 'high_is_good' ? answer.max : answer.min
  return `scale ${answer.min} to ${answer.max}, ${best} is best`
}

/** `shown`: for what is on the card or a lock screen, so never a name or a comment. */
function headline(shown: {
  status: ViewStatus
  critical: boolean
  answer: (ShownScore | NoScore) & { withdrawn?: WithdrawnFacts }
}): string {
  const { answer } = shown
  if (answer.withdrawn) {
    const what = answer.metric === null ? [] : [score(answer)]
    return [statuses[shown.status], 'Withdrawn', ...what].join(' · ')
  }
  const parts = [
    statuses[shown.status],
    ...(shown.critical ? ['Critical'] : []),
    ...(answer.metric === null ? ['No number'] : [verdicts[answer.metric][answer.band], score(answer)]),
  ]
  return parts.join(' · ')
}

export const card = {
  headline,
  meaning,
  scale,
  status: (status: ViewStatus): string => statuses[status],
  step: (step: ViewStep): string => stepNames[step],
  action: (action: LoopAction): string => actions[action],
  outcome: (outcome: ViewOutcome): string => outcomeNames[outcome],
  more: (): string => 'More',
  openResponse: (): string => 'Open the answer',

  summary: (headlineText: string, survey: string | null, stepsDone: number): string =>
    `${headlineText}${survey === null ? '' : ` · ${survey}`} · ${stepsDone} of 5 steps done`,
  onQuestion: (meaningText: string, question: string | null): string =>
    question === null ? meaningText : `${meaningText} on “${question}”`,
  setAside: (value: number): string =>
    `Changed later to ${value}, which cannot be read on this scale: set aside, and the answer is not counted.`,
  withdrawn: ({ where, by, reason }: WithdrawnFacts): string =>
    `${where === null ? 'Said not to be valid' : `Deleted in “${where}”`}${by === null ? '' : ` by ${by}`}` +
    `${reason === null ? '' : `: ${reason}`} (not counted)`,
  /** Kept as the note of a loop that was closed because none of its answers counts. */
  dismissNote: (): string => 'Its answer was withdrawn.',
  dated: (meaningText: string, day: string): string => `${meaningText} (${day})`,
  noComment: (): string => 'No comment was left.',
  commentCut: (): string => '(The comment goes on: open the answer to read all of it.)',
  stepDone: (step: string): string => `✔ ${step}`,
  stepSkipped: (step: string): string => `➖ ${step} (skipped)`,
  stepOpen: (step: string): string => `▫ ${step}`,

  labels: {
    answer: 'Answer',
    customer: 'Customer',
    survey: 'Survey',
    owner: 'Owner',
    opened: 'Opened',
    note: 'Note',
  },
  anonymous: (): string => 'anonymous',
  nobody: (): string => 'nobody yet',
  answered: (time: string): string => `answered ${time}`,
  firstContactDue: (time: string): string => `First contact due ${time}`,
  resolutionDue: (time: string): string => `Resolution due ${time}`,
  closedAt: (time: string, outcome: string | null): string =>
    outcome === null ? `Closed ${time}` : `Closed ${time}: ${outcome}`,
  reopened: (count: number): string => (count === 1 ? 'Reopened once' : `Reopened ${count} times`),
  earlierAnswers: (count: number): string => (count === 1 ? '1 earlier answer' : `${count} earlier answers`),
  lastAction: (line: string, time: string): string => `${line} · ${time}`,
}
