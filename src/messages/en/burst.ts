/** What people read where many loops are told at once. */
export const burst = {
  headline: (count: number, critical: boolean): string =>
    count === 1
      ? `1 ${critical ? 'critical answer' : 'unhappy customer'} among many`
      : `${count} ${critical ? 'critical answers' : 'unhappy customers'} at once`,
  why: (): string =>
    'More than 10 cards were waiting for this channel. Each line is a loop: open it to get its card.',
  gatheredHeadline: (count: number): string =>
    count === 1
      ? '1 unhappy customer among answers that waited'
      : `${count} unhappy customers among answers that waited`,
  gatheredWhy: (scored: number): string =>
    `Somebody said what the numbers of a question mean: ${scored} answers are counted. These are the bad ones of the last day, critical ones and the newest first. Each line is a loop: open it to get its card.`,
  place: (first: number, last: number, total: number): string => `Shown: ${first} to ${last} of ${total}`,
  next: (count: number): string => `Show the next ${count}`,
  previous: (count: number): string => `Show the previous ${count}`,
  line: (headline: string, customer: string, owner: string | null): string =>
    [headline, customer, ...(owner === null ? [] : [owner])].join(' · '),
  open: (): string => 'Open',
  openLine: (score: string, customer: string): string => `Open: ${score}, ${customer}`,
  ownCard: (): string => 'To its card',
  ownCardOf: (score: string, customer: string): string => `To the card: ${score}, ${customer}`,
  state: (untouched: number, taken: number, closed: number): string =>
    `${untouched} new · ${taken} taken · ${closed} closed`,
}
