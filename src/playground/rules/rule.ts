/**
 * One thing Slack refuses, as data. The stand-in reads its numbers and its error words from these rows and from
 * nowhere else, and every row has one negative test.
 */
export interface Rule {
  /** The method, surface, block or door it holds for. */
  on: string
  /** The condition in words, as the source has it. Where Slack is milder than this row, it says so. */
  says: string
  /** The largest (or, for a minimum, the smallest) value that is still accepted. */
  limit?: number
  /** Sustained calls a minute and how many may come at once. */
  rate?: { perMinute: number; burst: number }
  /** Slack's error code; for Block Kit rows the message, in which {limit}, {over}, {under} stand for numbers and {name} for a field. */
  error: string
  source: string
}

const methodsReference = 'https://docs.slack.dev/reference/methods/'
const kitReference = 'https://docs.slack.dev/reference/block-kit/'

/** The reference page of a Web API method. */
export const methodPage = (method: string): string => `${methodsReference}${method}`
/** A page of the Block Kit reference, such as 'blocks/section-block'. */
export const kitPage = (page: string): string => `${kitReference}${page}`
