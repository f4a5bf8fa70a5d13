import { outcomeNames, stepNames } from './names.js'
import { sourceTrouble, sourceWorks } from './source-notices.js'

/** What people read, in English: thread lines, refusals, notices to the home channel, and what went wrong. */

const recorded: Record<string, string> = {
  hear: 'that the customer was heard',
  empathize: 'how the customer felt',
  apologize: 'an apology',
  resolve: 'the resolution',
  diagnose: 'the cause',
}

/** What a newer version wrote has no name here and is shown as it is. */
function nameIn(names: Record<string, string>, key: string): string {
  return (Object.hasOwn(names, key) ? names[key] : undefined) ?? key
}

/** What a thread line may need; which of it is there depends on the kind. Strings are shown as they are. */
export interface LineFacts {
  /** Null: Heard itself. */
  by: string | null
  step?: string | undefined
  amended?: boolean | undefined
  /** "NPS 3 of 10: detractor" */
  meaning?: string | undefined
  /** A number that its scale cannot hold. */
  setAside?: number | undefined
  /** The customer said nothing new: the same delivery is understood otherwise. */
  reread?: boolean | undefined
  /** The number before it was changed. */
  was?: number | undefined
  /** What became of the comment where the number is the same. */
  words?: 'changed' | 'removed' | undefined
  /** A time, ready to be shown. */
  until?: string | undefined
  outcome?: string | undefined
  /** Who lost the claim. */
  owner?: string | undefined
  cause?: string | undefined
  /** Whom it was taken over from. */
  from?: string | undefined
  /** The source that the survey tool deleted the answer in, and who did it there. */
  where?: string | undefined
  there?: string | undefined
}

function rereadLine({ meaning, setAside, was, words }: LineFacts): string {
  if (setAside !== undefined)
    return `Read again, the answer is ${setAside}, which cannot be read on its scale: it was set aside`
  if (words !== undefined)
    return words === 'changed'
      ? 'Read again, the comment is another one'
      : 'Read again, the answer has no comment'
  if (meaning === undefined) return 'The answer was read again'
  return was === undefined
    ? `The answer was read again: ${meaning}`
    : `Read again, the answer is not ${was} but ${meaning}`
}

const lines = {
  opened: ({ meaning }) => (meaning === undefined ? 'Opened' : `Opened: ${meaning}`),
  joined: ({ meaning }) =>
    meaning === undefined
      ? 'The same customer answered again'
      : `The same customer answered again: ${meaning}`,
  answer_changed: (facts) => {
    if (facts.reread) return rereadLine(facts)
    const { meaning, setAside, was, words } = facts
    if (setAside !== undefined)
      return `The customer changed the answer to ${setAside}, which cannot be read on its scale: it was set aside`
    if (words !== undefined)
      return words === 'changed' ? 'The customer changed the comment' : 'The customer took the comment back'
    if (meaning === undefined) return 'The customer changed the answer'
    return was === undefined
      ? `The customer changed the answer: ${meaning}`
      : `The customer changed the answer from ${was} to ${meaning}`
  },
  comment_added: ({ reread }) =>
    reread ? 'Read again, the answer has a comment' : 'The customer added a comment',
  answer_withdrawn: ({ by, where, there }, who) => {
    if (by !== null) return `${who} said that the answer is not valid: it no longer counts`
    const place = where === undefined ? 'at the survey tool' : `in “${where}”`
    return `The answer was deleted ${place}${there === undefined ? '' : ` by ${there}`}: it no longer counts`
  },
  answer_restored: ({ by }, who) =>
    by === null
      ? 'The answer came again from the survey tool: it counts again'
      : `${who} said that the answer is valid after all: it counts again`,
  meaning_changed: ({ meaning }) =>
    meaning === undefined
      ? 'What the number means was declared anew'
      : `What the number means was declared anew: ${meaning}`,
  claimed: ({ from }, who) => (from === undefined ? `${who} took it` : `${who} took it over from ${from}`),
  released: (_, who) => `${who} gave it back: free for anybody`,
  claim_expired: ({ owner }) =>
    owner === undefined
      ? 'Nothing followed the claim: free for anybody'
      : `Nothing followed ${owner}'s claim: free for anybody`,
  step_done: ({ step, amended }, who) => {
    const what = step === undefined ? 'a step' : nameIn(recorded, step)
    return amended === true ? `${who} changed the record of ${what}` : `${who} logged ${what}`
  },
  step_skipped: ({ step }, who) =>
    step === undefined ? `${who} skipped a step` : `${who} skipped ${nameIn(stepNames, step)}`,
  waiting: (_, who) => `${who} is waiting for the customer`,
  resumed: ({ by }, who) => (by === null ? 'In work again' : `${who} resumed`),
  snoozed: ({ until }, who) =>
    until === undefined ? `${who} snoozed it` : `${who} snoozed it until ${until}`,
  woke: () => 'The snooze is over',
  closed: ({ outcome }, who) =>
    outcome === undefined ? `${who} closed it` : `${who} closed it: ${nameIn(outcomeNames, outcome)}`,
  reopened: ({ by, cause }, who) => {
    if (by !== null) return `${who} reopened it`
    if (cause === 'worse_answer') return 'Reopened: the customer changed the answer for the worse'
    if (cause === 'restored_answer') return 'Reopened: its answer counts again'
    return cause === 'new_answer' ? 'Reopened: the customer answered low again' : 'Reopened'
  },
} satisfies Record<string, (facts: LineFacts, who: string) => string>

/** A language that misses one does not compile. */
export type LineKind = keyof typeof lines

/** Why an action did not happen. `time`: ready to be shown. */
export interface RefusalFacts {
  by?: string | undefined
  time?: string | undefined
}

const refusals = {
  taken: ({ by = 'Somebody else', time }: RefusalFacts): string =>
    time === undefined ? `${by} was first.` : `${by} was first: claimed at ${time}.`,
  already_closed: ({ by, time }: RefusalFacts): string =>
    `This is closed already${by === undefined ? '' : `, by ${by}`}${time === undefined ? '' : `, at ${time}`}. Reopen it to go on.`,
  not_closed: (): string => 'This is not closed, so there is nothing to reopen.',
  not_yours: ({ by = 'Somebody else', time }: RefusalFacts): string =>
    `${by} has this${time === undefined ? '' : ` since ${time}`}. Only the owner can do that; ask ${by} to give it back.`,
  already_done: (): string => 'That is done already: nothing changed.',
  step_already_recorded: ({ by, time }: RefusalFacts): string =>
    `This step is recorded already${by === undefined ? '' : `, by ${by}`}${time === undefined ? '' : `, at ${time}`}.`,
  gate: (): string => 'Closing needs Resolve and Diagnose, or a reason why not.',
  gone: (): string =>
    'I cannot find this any more. It may have been erased, or it belongs to another workspace.',
  card_stands: (): string => 'Somebody has opened this already: its card is in this channel.',
  answer_counts: (): string => 'An answer of this counts again, so it is not closed as not valid.',
  other_open: (): string => 'This customer has another open card. Go on there instead.',
}

/** Strings are shown as they are. */
const deliveryTrouble = {
  headline: (): string => 'Something could not be delivered',
  text: (facts: { channel: string | null; problem: string | null }): string =>
    `${facts.channel === null ? 'A message' : `A message for the channel ${facts.channel}`} could not be posted. ` +
    `${facts.problem ?? 'The log of Heard says why.'} I go on trying.`,
}

const deliveryWorks = {
  headline: (): string => 'Delivery works again',
  text: (facts: { channel: string | null; waiting: number }): string =>
    `${facts.channel === null ? 'What could not be delivered' : `The channel ${facts.channel}`} works again. ` +
    (facts.waiting === 0
      ? 'Nothing else waits for it.'
      : `${facts.waiting} more waited for it and go out now.`),
}

/** What Slack refused, for the operator: what is wrong and what to do. */
const slack = {
  badToken: (): string =>
    'Slack does not accept the bot token: it was revoked, or copied only in part. ' +
    'Install the app again (OAuth & Permissions) and set SLACK_BOT_TOKEN to the new token, which starts with xoxb-.',
  installAgain: (): string =>
    "Slack does not renew Heard's token for this team any more. Install the app again: open /slack/install at Heard's address.",
  badClient: (): string =>
    'Slack does not know this client id and secret. Copy both from Basic Information, App Credentials, into ' +
    'SLACK_CLIENT_ID and SLACK_CLIENT_SECRET.',
  badAppToken: (): string =>
    'Slack does not accept the app-level token. Make one with the scope connections:write (Basic Information, ' +
    'App-Level Tokens), switch Socket Mode on, and set SLACK_APP_TOKEN.',
  missingScope: (): string =>
    "The app lacks a permission. Compare its scopes with Heard's manifest, add what is missing, and install it again.",
  notInChannel: (channel: string): string =>
    `Heard is not in the channel ${channel}. Type /invite @Heard there.`,
  noChannel: (channel: string): string =>
    `Slack knows no channel ${channel} that Heard may see. If it is private, type /invite @Heard there; ` +
    'else set another one: heard route set.',
  archived: (channel: string): string =>
    `The channel ${channel} is archived. Unarchive it, or set another one: heard route set.`,
  mayNotPost: (channel: string): string =>
    `Slack's settings do not let Heard post to the channel ${channel}. Ask a Slack administrator to allow it, ` +
    'or set another channel: heard route set.',
  signingSecretMissing: (): string =>
    'Set SLACK_SIGNING_SECRET (Basic Information, App Credentials), or SLACK_APP_TOKEN for Socket Mode.',
  tooLate: (): string => 'That took longer than Slack waits. Please click again.',
}

const isLineKind = (kind: string): kind is LineKind => Object.hasOwn(lines, kind)
const who = (by: string | null): string => by ?? 'Heard'

export const notices = {
  /** Also for kinds that a newer version wrote. `kind` picks the sentence. */
  line: (kind: string, facts: LineFacts): string =>
    isLineKind(kind) ? lines[kind](facts, who(facts.by)) : `${who(facts.by)} changed this`,
  refusals,
  deliveryTrouble,
  deliveryWorks,
  sourceTrouble,
  sourceWorks,
  slack,
  /** A notice of a kind that this version does not know. */
  unknownNotice: (): string => 'Heard has something to tell, but this version does not know how.',
  notDone: (): string => 'Not done',
  tryAgain: (): string =>
    'This could not be saved just now. What you entered is still here: please try again in a moment.',
  close: (): string => 'Close',
  staleButton: (): string => 'This button is out of date. Use the newest card.',
  unknownWorkspace: (): string =>
    'Heard does not know this Slack workspace yet. On the server, run: heard workspace set --help',
  unavailable: (): string => 'Something that Heard needs did not answer. Please try again in a minute.',
  ourFault: (id: string): string =>
    `Something went wrong, and it is our fault. Nothing was changed, as far as we know. ` +
    `Tell whoever runs Heard this number, it is in the log: ${id}`,
}
