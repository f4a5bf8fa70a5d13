import { numbers } from './numbers.js'

const { things } = numbers

/** What is done with a source after it was added, in English. Times are ISO. */
export const sourceUpkeep = {
  name: 'the feed, by the name you gave it',
  line: (name: string, title: string, kind: string, answers: number, last: string | null): string =>
    `${name}  (${title}, kind ${kind})  ${things(answers, 'answer', 'answers')}${last === null ? ', nothing received yet' : `, last delivery ${last}`}`,
  off: (name: string, since: string): string =>
    `  SWITCHED OFF since ${since}: what comes is answered 200 and dropped. Switch it on: npm run heard -- source enable ${JSON.stringify(name)}`,
  waiting: (n: number): string =>
    `  ${things(n, 'answer waits', 'answers wait')} until the question is bound: npm run heard -- question list`,
  refused: (n: number, last: string | null): string =>
    `  ${things(n, 'request', 'requests')} refused since a delivery was last taken${last === null ? '' : `, the last at ${last}`}: npm run heard -- health`,
  formerUrl: (until: string): string => `  an older URL works until ${until}`,

  disableAbout: 'Let a feed rest: what comes is answered 200, so that the tool keeps sending, and dropped',
  enableAbout: 'Take the deliveries of a feed again',
  switchExamples: `
Examples:
  npm run heard -- source disable relationship
  npm run heard -- source enable relationship`,
  isOff: (name: string, since: string): string =>
    `"${name}" is switched off (${since}), within a second. What comes is answered 200 and dropped: nothing of it is kept.`,
  isOffAlready: (name: string, since: string): string => `"${name}" is switched off already, since ${since}.`,
  isOn: (name: string, since: string): string =>
    `"${name}" is switched on, within a second. What came since ${since} was dropped: have the tool send it again, or import it.`,
  isOnAlready: (name: string): string => `"${name}" is switched on already.`,

  rotateAbout: 'Give a feed another URL; the one it has goes on working for a while',
  grace:
    'how long the URL it has goes on working: 7d if you say nothing; 12h, 2w, at most 90d; 0 ends it at once',
  rotateExamples: `
Examples:
  npm run heard -- source rotate relationship
  npm run heard -- source rotate relationship --grace 0
--grace 0 is for a URL that became known. A secret is changed by: npm run heard -- source secret --help`,
  rotated: (name: string, url: string): string => `"${name}" has another URL.\n\n  URL     ${url}\n`,
  formerUntil: (until: string): string =>
    `The URL it had works until ${until}: enter the new one in the tool by then.`,
  formerEnds: 'The URL it had, and all before it, end within a second: enter the new one in the tool now.',
  graceNotUnderstood: (): string => '--grace: hours, days or weeks such as 12h, 7d or 2w, at most 90d; or 0.',
}
