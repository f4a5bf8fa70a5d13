import type { FormGo } from '../../chat/views.js'
import type { FieldName, FieldProblem } from '../../loops/heard-fields.js'
import type { Outcome, Step } from '../../loops/loop.js'
import { stepNames } from './names.js'
import { stepHelp } from './step-help.js'

const coaching: Record<Step, string> = {
  hear: 'Let them tell the whole story before you answer. Note it in their words, not in ours.',
  empathize: 'Name the feeling and its reason. The person before the issue, and no excuses.',
  apologize: 'Own it, even where it was not your doing. Say it in your own words: a script is heard as one.',
  resolve: 'Do what you may do now, promise only what you can keep, and ask whether that settles it.',
  diagnose: 'Why did our way of working let this happen? Look for the cause, not for somebody to blame.',
}

const labels: Record<FieldName, string> = {
  channel: 'How did you contact them?',
  contact: 'Did you reach them?',
  story: 'Their story, in their words',
  wants: 'What do they want?',
  emotion: 'How do they feel?',
  impact: 'What did it cost them?',
  message: 'Where was the apology given?',
  by: 'Who gave it?',
  done: 'What was done?',
  gesture: 'Gesture and its cost',
  promised: 'Promised for',
  agreed: 'Does the customer agree?',
  cause: 'Root cause',
  pattern: 'One-off or pattern?',
  link: 'Link to the fix',
}

const hints: Partial<Record<FieldName, string>> = {
  impact: 'Time, money, trust: what it meant for them.',
  message: 'For example: on the call, or a link to the message.',
  by: 'If it was not you.',
  gesture: 'For example: one month free, 49 EUR. Empty: none.',
  promised: 'A date like 2026-11-30.',
  link: 'A ticket or page, starting with https://',
}

/** Choices, by field. A field without choices has none. */
const options: Partial<Record<FieldName, Record<string, string>>> = {
  channel: { phone: 'Phone', email: 'E-mail', chat: 'Chat', in_person: 'In person', other: 'Another way' },
  contact: { reached: 'Yes, we talked', attempted: 'Not yet, I tried' },
  emotion: {
    angry: 'Angry',
    frustrated: 'Frustrated',
    disappointed: 'Disappointed',
    worried: 'Worried',
    confused: 'Confused',
    indifferent: 'Indifferent',
    relieved: 'Relieved',
  },
  agreed: { yes: 'Yes', no: 'No' },
  cause: {
    process: 'Process: how we work',
    product: 'Product: it failed or lacks something',
    policy: 'Policy: our rules',
    knowledge: 'Knowledge: we did not know or say it',
    third_party: 'Third party: a supplier or partner',
    expectation: 'Expectation: we promised something else',
    unknown: 'Unknown',
  },
  pattern: { one_off: 'One-off', pattern: 'Pattern: seen before' },
}

const outcomes: Record<Outcome, string> = {
  recovered: 'Recovered: they are content now',
  neutral: 'Neutral: settled, not more',
  lost: 'Lost: they left or will leave',
  unreachable: 'Unreachable: no contact came about',
  not_valid: 'Not valid: no real complaint',
  duplicate: 'Duplicate: handled in another loop',
}

const goes: Record<FormGo, string> = {
  save: 'Save anyway',
  take_over: 'Take over and save',
  reopen: 'Reopen and save',
}

/** What people read in forms, in English. Titles have at most 24 characters: Slack cuts there. */
export const forms = {
  cancel: 'Cancel',
  step: (step: Step): string => stepNames[step],
  field: (field: FieldName): string => labels[field],
  hint: (field: FieldName): string | undefined => hints[field],
  option: (field: FieldName, value: string): string => {
    const words = options[field]
    return (words && Object.hasOwn(words, value) ? words[value] : undefined) ?? value
  },
  outcome: (outcome: Outcome): string => outcomes[outcome],
  work: {
    title: 'Work the loop',
    submit: 'Save',
    heading: (step: Step, state: 'open' | 'done' | 'skipped', by: string | null): string =>
      state === 'open' ? stepNames[step] : `${stepNames[step]} (${state}${by === null ? '' : ` by ${by}`})`,
    coaching: (step: Step): string => coaching[step],
    skippedFor: (reason: string): string => `Skipped: ${reason}`,
    turn: 'Which step?',
    stepChoice: (step: Step, state: 'open' | 'done' | 'skipped', hasDraft: boolean): string =>
      `${stepNames[step]}${state === 'open' ? '' : ` (${state})`}${hasDraft ? ' · draft' : ''}`,
    allOpen: (count: number): string => `All that is open (${count})`,
    skip: (several: boolean): string =>
      several ? 'Why are the steps left empty not needed?' : 'Not needed? Say why',
    skipHint: (several: boolean): string =>
      several
        ? 'Steps left empty are skipped with this reason. Without one they stay open.'
        : 'With a reason and its fields left empty, the step is skipped.',
    closeHeading: 'Close it too',
    closeText: 'Choose how it ended, and the loop is closed in the same go. Left empty, it stays open.',
  },
  /** What submitting does, once the loop changed under the form. */
  go: (go: FormGo): string => goes[go],
  recordedSo: (by: string, value: string): string => `${by} recorded: ${value}`,
  draftFrom: (time: string): string => `Draft from ${time}. It is yours alone, and kept until you submit it.`,
  conflict: {
    save: 'This changed while you had the form open. What you entered is still here: submit it once more to go on.',
    take_over:
      'Somebody else has this now. What you entered is still here: you may take the loop over with it, or cancel and leave it to them.',
    reopen:
      'This was closed while you had the form open. What you entered is still here: say why, and the loop is reopened with it.',
    happened: (line: string, time: string): string => `${time}: ${line}`,
    notDone: (why: string): string => `Not done: ${why} What you entered is still here.`,
  },
  help: stepHelp,
  reopen: {
    title: 'Reopen the loop',
    submit: 'Reopen',
    text: 'Its owner keeps it, its steps stay recorded, and its clocks start anew.',
    reason: 'Why is it opened again?',
    reasonHint: 'Everyone who reads this loop later sees it.',
  },
  withdraw: {
    title: 'Not a valid answer',
    submit: 'Withdraw it',
    text: 'The answer leaves the scores at once. It stays on the card, struck out, with your name and your reason.',
    answer: 'Which answer?',
    reason: 'Why is it not valid?',
    reasonHint: 'For example: a test of ours, or the wrong customer.',
  },
  skip: {
    title: 'Skip a step',
    submit: 'Skip',
    step: 'Which step?',
    reason: 'Why is it not needed?',
    reasonHint: 'Everyone who reads this loop later sees it.',
  },
  close: {
    title: 'Close the loop',
    submit: 'Close',
    outcome: 'How did it end?',
    note: 'Note',
    noteHint: 'Needed when the customer was unreachable, the answer not valid or a duplicate.',
    reason: 'Why close without these steps?',
    gate: (open: readonly Step[]): string =>
      `Still open: ${open.map((step) => stepNames[step]).join(' and ')}. Record or skip what is open, or say why it is closed without.`,
  },
  errors: {
    nothingEntered: 'Nothing is entered yet. Fill in at least one step.',
    primaryMissing: (field: FieldName): string =>
      `Needed for this step to count: "${labels[field]}" Or empty the other fields of the step.`,
    problem: (problem: FieldProblem, maxLength: number): string => {
      const sentences: Record<FieldProblem, string> = {
        too_long: `Too long: at most ${maxLength} characters.`,
        not_an_option: 'Choose one of the options.',
        not_a_date: 'Enter a date as year-month-day, like 2026-11-30.',
        not_a_link: 'Enter a full link, starting with https://',
      }
      return sentences[problem]
    },
    nothingToSkip: 'No step of this form is left empty, so there is none to skip.',
    closeNeedsSteps:
      'Closing needs Resolve and Diagnose: fill them in, or say above why they are not needed.',
    chooseStep: 'Choose the step to skip.',
    reasonMissing: 'Say why, in a few words.',
    chooseOutcome: 'Choose how it ended.',
    noteMissing: 'Say in a few words what happened.',
    tooLong: (maxLength: number): string => `Too long: at most ${maxLength} characters.`,
  },
}
