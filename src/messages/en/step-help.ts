import type { Outcome } from '../../loops/loop.js'
import { outcomeNames } from './names.js'

/** What a form tells that helps with a step, in English. Strings are passed on as they are. */
export const stepHelp = {
  account: (facts: readonly string[]): string => `Account: ${facts.join(' · ')}`,
  anonymous: 'The answer is anonymous: nothing else is known of this customer.',
  segment: (name: string, value: string): string => `${name} ${value}`,
  pastScores: (scores: readonly string[]): string => `Earlier answers: ${scores.join(', ')}`,
  pastScore: (meaning: string, day: string): string => `${meaning} (${day})`,
  noPastScores: 'Earlier answers: none.',
  earlierLoops: (
    count: number,
    last: { day: string; outcome: Outcome | null; cause: string | null },
  ): string =>
    `Earlier loops: ${count}. The last one ${last.outcome === null ? 'was opened' : `ended “${outcomeNames[last.outcome]}”`} on ${last.day}` +
    `${last.cause === null ? '' : `; its cause: ${last.cause}`}.`,
  noEarlierLoops: 'Earlier loops: none.',
  apologyTitle: 'A draft to start from. Fill the blanks with your own words; Heard sends nothing.',
  apology: (name: string | null): string =>
    `“${name ?? '[name]'}, I am sorry that [what happened, in their words]. That cost you [what it cost them], ` +
    'and it should not have happened. [What I did or will do, by when.] Thank you for telling us. [Your name]”',
  causes: (counts: readonly { cause: string; count: number }[], days: number): string =>
    `Causes of similar loops in the last ${days} days: ${counts.map(({ cause, count }) => `${cause} ${count}`).join(', ')}.`,
  noCauses: (days: number): string => `No cause of a similar loop was recorded in the last ${days} days.`,
}
