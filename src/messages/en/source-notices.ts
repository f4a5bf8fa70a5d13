/** What the home channel is told of a source, in English. Strings are shown as they are; `since` is a local time. */
export interface SourceTroubleFacts {
  source: string
  since: string
  /** Requests or deliveries in a row. */
  count: number
  /** Why requests were refused. */
  reason: string | null
}

export interface SourceWorksFacts {
  source: string
  since: string
  hours: number
}

const refusals: Record<string, string> = {
  bad_signature:
    'Their signature is wrong: compare the secret in the tool with the one that Heard has, or give it a new one.',
  no_secret: 'The source has no secret yet: copy the one that the tool shows.',
  wrong_type:
    'Their content type is one that this source does not take: set the tool to send what its set-up asks for.',
}

const lasted = (hours: number): string =>
  hours < 1 ? 'less than an hour' : hours === 1 ? 'an hour' : `${hours} hours`

export const sourceTrouble = {
  headline: {
    silent: (source: string): string => `Nothing comes from “${source}” any more`,
    refused: (source: string): string => `Requests of “${source}” are refused`,
    ignored: (source: string): string => `Nothing that “${source}” sends holds an answer`,
    unusable: (source: string): string => `What “${source}” sends cannot be understood`,
  },
  text: {
    silent: ({ source, since }: SourceTroubleFacts): string =>
      `The last delivery of “${source}” came at ${since}. By its own rhythm of the last weeks, so long a silence at these hours has a chance ` +
      'of less than 1 in 1,000. Look in the tool whether the webhook is still switched on and the survey still runs. What came last is ' +
      'shown by:',
    refused: ({ source, count, reason }: SourceTroubleFacts): string =>
      `${count} requests in a row came to the URL of “${source}” and were refused; nothing of them is kept. ` +
      `${(reason === null ? undefined : refusals[reason]) ?? 'The log of Heard says why.'} A new secret is given by:`,
    ignored: ({ source, since, count }: SourceTroubleFacts): string =>
      `All ${count} deliveries of “${source}” since ${since} were ignored: they came, and none held an answer. A filter that never matches? ` +
      'Why each was ignored is shown by:',
    unusable: ({ source, since, count }: SourceTroubleFacts): string =>
      `${count} deliveries of “${source}” in a row, since ${since}, could not be understood. Nothing is lost: they are kept, and are taken in ` +
      'once the source is mended. What is wrong, and then how to take them in:',
  },
  after: (): string => 'I tell it once, and once more when it is over. `heard health` shows it until then.',
}

export const sourceWorks = {
  headline: (source: string): string => `“${source}” works again`,
  text: {
    silent: ({ source, since, hours }: SourceWorksFacts): string =>
      `“${source}” sends again, after ${lasted(hours)} of silence since ${since}. Answers that the tool did not deliver meanwhile can be sent again ` +
      'by the tool, or imported.',
    refused: ({ source }: SourceWorksFacts): string =>
      `A delivery of “${source}” was taken again. What was refused is kept by the tool alone: have it sent again.`,
    ignored: ({ source }: SourceWorksFacts): string => `A delivery of “${source}” held an answer again.`,
    unusable: ({ source }: SourceWorksFacts): string =>
      `What “${source}” sends is understood again. Deliveries that still wait are shown by: heard deliveries --rejected`,
  },
}
