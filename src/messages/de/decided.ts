import type { Messages } from '../shape.js'

/** Was `heard source set` zu den Einstellungen einer Quelle sagt. */
export const decided: Pick<Messages['cli']['sourceSet'], 'hold' | 'holdCritical' | 'cards' | 'now'> = {
  hold: 'so lange mit der ersten Karte einer Antwort warten, auf Kommentar oder neue Zahl: 90s, 2m; 0 für sofort',
  holdCritical: 'ob auch kritische Antworten warten: yes (wie am Anfang) oder no',
  cards: 'welche Antworten eine Karte bekommen: bad (wie am Anfang) oder all: auch Worte ohne Zahl',
  now: (name, { holdSeconds, holdCritical, cards }) =>
    [
      holdSeconds === 0
        ? `„${name}“: Die Karte einer Antwort kommt sofort.`
        : `„${name}“: Die erste Karte einer Antwort wartet ${holdSeconds} Sekunden; was inzwischen kommt, steht mit darauf.`,
      ...(holdSeconds > 0 && !holdCritical ? ['Kritische Antworten warten nicht.'] : []),
      ...(cards === 'all' ? ['Auch Worte ohne Zahl bekommen eine Karte.'] : []),
    ].join('\n'),
}
