interface Decided {
  holdSeconds: number
  holdCritical: boolean
  cards: 'bad' | 'all'
}

/** What `heard source set` says of the settings of a source, in English. */
export const decided = {
  hold: 'wait so long with the first card of an answer, for a comment or another score: 90s, 2m; 0 for at once',
  holdCritical: 'whether critical answers wait as well: yes (as at first) or no',
  cards: 'which answers raise a card: bad (as at first), or all: words without a number as well',
  now: (name: string, { holdSeconds, holdCritical, cards }: Decided): string =>
    [
      holdSeconds === 0
        ? `"${name}": the card of an answer is posted at once.`
        : `"${name}": the first card of an answer waits ${holdSeconds} seconds; what comes meanwhile joins it.`,
      ...(holdSeconds > 0 && !holdCritical ? ['Critical answers do not wait.'] : []),
      ...(cards === 'all' ? ['Words without a number raise a card too.'] : []),
    ].join('\n'),
}
