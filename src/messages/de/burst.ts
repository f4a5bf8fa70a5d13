import type { Messages } from '../shape.js'

/** Was Menschen lesen, wo viele Vorgänge auf einmal gemeldet werden. */
export const burst: Messages['burst'] = {
  headline: (count, critical) => {
    if (count === 1)
      return critical ? '1 kritische Antwort unter vielen' : '1 unzufriedene Person unter vielen'
    return critical ? `${count} kritische Antworten auf einmal` : `${count} unzufriedene Personen auf einmal`
  },
  why: () =>
    'Mehr als 10 Karten haben auf diesen Kanal gewartet. Jede Zeile ist ein Vorgang: Öffnen bringt seine Karte.',
  gatheredHeadline: (count) =>
    count === 1
      ? '1 unzufriedene Person unter wartenden Antworten'
      : `${count} unzufriedene Personen unter wartenden Antworten`,
  gatheredWhy: (scored) =>
    `Jemand hat festgelegt, was die Zahlen einer Frage bedeuten: ${scored} Antworten zählen jetzt mit. Das sind die schlechten vom letzten Tag, kritische und neueste zuerst. Jede Zeile ist ein Vorgang: Öffnen bringt seine Karte.`,
  place: (first, last, total) => `Gezeigt: ${first} bis ${last} von ${total}`,
  next: (count) => `Die nächsten ${count} zeigen`,
  previous: (count) => `Die vorigen ${count} zeigen`,
  line: (headline, customer, owner) => [headline, customer, ...(owner === null ? [] : [owner])].join(' · '),
  open: () => 'Öffnen',
  openLine: (score, customer) => `Öffnen: ${score}, ${customer}`,
  ownCard: () => 'Zur Karte',
  ownCardOf: (score, customer) => `Zur Karte: ${score}, ${customer}`,
  state: (untouched, taken, closed) => `${untouched} neu · ${taken} übernommen · ${closed} abgeschlossen`,
}
