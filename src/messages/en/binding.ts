import type { ViewMetric } from '../../chat/views.js'

/** A question whose numbers nobody has explained yet, as people know it. Strings are shown as they are. */
export interface AskedQuestion {
  source: string
  question: string
  survey: string | null
}

const names: Record<ViewMetric, string> = { nps: 'NPS', csat: 'CSAT', ces: 'CES' }

function called({ source, question, survey }: AskedQuestion): string {
  return `“${question}” (source “${source}”${survey === null ? '' : `, survey “${survey}”`})`
}

function answers(count: number, atLeast = false): string {
  return count === 1 && !atLeast ? '1 answer' : `${atLeast ? 'More than ' : ''}${count} answers`
}

function at(time: string | null): string {
  return time === null ? '' : ` (${time})`
}

function who(by: string): string {
  if (by === 'tool') return 'The survey tool'
  return by === 'command line' ? 'Somebody on the command line' : by
}

/** What a scale says, in a few words. Ranges are written as 4-5. */
export interface SaidScale {
  metric: ViewMetric
  min: number
  max: number
  highIsGood: boolean
  good: string
  bad: string
}

function scale({ metric, min, max, highIsGood, good, bad }: SaidScale): string {
  return `${names[metric]}, ${min} to ${max}, ${highIsGood ? 'high is good' : 'low is good'} (good ${good}, bad ${bad})`
}

/** Binding a question in chat: the notice that asks, and the form that answers it. Form titles have at most 24 characters. */
export const binding = {
  scale,
  older: (count: number): string =>
    count === 1
      ? '1 older answer is counted in the scores and raises no card.'
      : `${count} older answers are counted in the scores and raise no card.`,
  notice: {
    asks: {
      headline: (): string => 'What do these numbers mean?',
      text: (asked: AskedQuestion): string =>
        `Answers came to ${called(asked)}. Nobody has said what their number means.`,
      ends: (low: string, high: string): string => `Lowest number: “${low}”. Highest number: “${high}”.`,
      waiting: (count: number, atLeast: boolean): string =>
        `${answers(count, atLeast)} ${count === 1 && !atLeast ? 'waits' : 'wait'}: kept, but neither counted in a score nor shown to the team.`,
      observed: (lowest: number, highest: number): string =>
        lowest === highest
          ? `The only number so far is ${lowest}.`
          : `The numbers so far run from ${lowest} to ${highest}.`,
      button: (): string => 'Say what it means',
      whoMay: (): string => 'Anybody in this channel can say it, once. On the server: ',
    },
    bound: {
      headline: (): string => 'These numbers have a meaning',
      text: (by: string, asked: AskedQuestion, said: SaidScale): string =>
        `${who(by)} said what the numbers of ${called(asked)} mean: ${scale(said)}.`,
      counts: ({ scored, raised }: { scored: number; raised: number }): string =>
        `${answers(scored)} ${scored === 1 ? 'is' : 'are'} counted. ` +
        (raised === 0
          ? 'None of the last day needs a card.'
          : `${raised} bad one${raised === 1 ? '' : 's'} of the last day raise${raised === 1 ? 's' : ''} a card.`),
      setAside: (count: number): string =>
        `${answers(count)} ${count === 1 ? 'does' : 'do'} not fit this scale and ${count === 1 ? 'is' : 'are'} set aside.`,
      button: (): string => 'Change it',
    },
    ignored: {
      headline: (): string => 'These numbers are no score',
      text: (by: string, asked: AskedQuestion): string =>
        `${who(by)} said that the numbers of ${called(asked)} are no score. They are kept and never counted, and I do not ask again.`,
      undo: (): string => 'To be asked again, on the server: ',
    },
  },
  form: {
    title: 'What does it mean?',
    submit: 'Save',
    about: (asked: AskedQuestion): string => called(asked),
    metric: 'What does the number tell?',
    metrics: {
      nps: 'NPS: would they recommend us?',
      csat: 'CSAT: how satisfied are they?',
      ces: 'CES: how easy or hard was it?',
      ignore: 'Not a score: ignore it',
    },
    help: {
      nps: 'Asked as “How likely are you to recommend us?” from 0 to 10. 9-10 are promoters, 0-6 detractors: these groups are fixed.',
      csat: 'Asked as “How satisfied are you?”, in stars, smileys or numbers. The score is the share of satisfied answers.',
      ces: 'Asked as “It was easy to get this done” (a high number is good) or “How much effort did it take?” (a low number is good). Look at the wording, not at the number.',
      ignore:
        'For an age, a count, a room number: it is kept with the answer, never counted, and I do not ask again. It can be undone on the server (question ask).',
    },
    min: 'Lowest number that can be chosen',
    max: 'Highest number that can be chosen',
    minHint: (low: string | null): string =>
      low === null ? 'A whole number, mostly 0 or 1.' : `A whole number: the end called “${low}”.`,
    maxHint: (high: string | null): string =>
      high === null ? 'A whole number, such as 5, 7 or 10.' : `A whole number: the end called “${high}”.`,
    direction: 'Which end is good?',
    highIsGood: 'The highest number is the best',
    lowIsGood: 'The lowest number is the best',
    good: 'Good answers',
    bad: 'Bad answers (they raise a card)',
    usual: (usual: readonly { scale: string; good: string; bad: string }[]): string =>
      `Empty: the usual ones, where high is good ${usual.map(({ scale: on, good, bad }) => `${on}: good ${good}, bad ${bad}`).join('; ')}. Where low is good: the other way round.`,
    badHint: 'Like 1-2. Leave both empty, or fill in both.',
    programme: 'What was asked about?',
    transactional: 'One contact or purchase',
    relational: 'The relation as a whole',
    clash: (by: string, said: SaidScale | null, time: string | null): string =>
      said === null
        ? `${who(by)} said meanwhile that this is not a score${at(time)}. Nothing is saved yet: Save replaces that.`
        : `${who(by)} bound it meanwhile: ${scale(said)}${at(time)}. Nothing is saved yet: Save replaces that.`,
    errors: {
      metric: 'Choose what the number tells.',
      number: 'A whole number is needed here, like 1 or 5.',
      order: 'The highest number must be above the lowest, both between -100 and 100.',
      direction: 'Say which end is good: it is never guessed.',
      range: 'A range like 4-5, or one number.',
      bothBands: 'Fill in both, good and bad answers, or neither.',
      programme: 'Choose one of the two.',
    },
    gone: 'This question is not there any more.',
  },
}
