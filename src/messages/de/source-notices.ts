import type { Messages } from '../shape.js'

/** What the home channel is told of a source. */

const refusals: Record<string, string> = {
  bad_signature:
    'Ihre Signatur ist falsch: das Secret im Tool mit dem von Heard vergleichen, oder ein neues geben.',
  no_secret: 'Die Quelle hat noch kein Secret: das übernehmen, das das Tool zeigt.',
  wrong_type:
    'Ihren Inhaltstyp nimmt diese Quelle nicht an: das Tool so einstellen, wie es die Einrichtung verlangt.',
}

const lasted = (hours: number): string =>
  hours < 1 ? 'weniger als einer Stunde' : hours === 1 ? 'einer Stunde' : `${hours} Stunden`

export const sourceTrouble: Messages['notices']['sourceTrouble'] = {
  headline: {
    silent: (source) => `Von „${source}“ kommt nichts mehr`,
    refused: (source) => `Anfragen von „${source}“ werden abgelehnt`,
    ignored: (source) => `Nichts von „${source}“ enthält eine Antwort`,
    unusable: (source) => `Was „${source}“ schickt, ist nicht zu verstehen`,
  },
  text: {
    silent: ({ source, since }) =>
      `Die letzte Zustellung von „${source}“ kam um ${since}. Nach dem eigenen Rhythmus der letzten Wochen hat eine so lange Stille zu diesen ` +
      'Stunden eine Chance von unter 1 zu 1.000. Bitte im Tool nachsehen, ob der Webhook noch an ist und die Umfrage noch läuft. Was ' +
      'zuletzt kam, zeigt:',
    refused: ({ source, count, reason }) =>
      `${count} Anfragen hintereinander kamen an die URL von „${source}“ und wurden abgelehnt; nichts davon ist aufbewahrt. ` +
      `${(reason === null ? undefined : refusals[reason]) ?? 'Warum, steht im Log von Heard.'} Ein neues Secret gibt:`,
    ignored: ({ source, since, count }) =>
      `Alle ${count} Zustellungen von „${source}“ seit ${since} wurden übergangen: sie kamen, und keine enthielt eine Antwort. Ein Filter, der nie ` +
      'passt? Warum jede übergangen wurde, zeigt:',
    unusable: ({ source, since, count }) =>
      `${count} Zustellungen von „${source}“ hintereinander, seit ${since}, waren nicht zu verstehen. Nichts ist verloren: sie sind aufbewahrt und ` +
      'werden übernommen, sobald die Quelle berichtigt ist. Was falsch ist, und wie sie dann übernommen werden:',
  },
  after: () => 'Das sage ich einmal, und noch einmal, wenn es vorbei ist. Bis dahin zeigt es `heard health`.',
}

export const sourceWorks: Messages['notices']['sourceWorks'] = {
  headline: (source) => `„${source}“ geht wieder`,
  text: {
    silent: ({ source, since, hours }) =>
      `„${source}“ schickt wieder, nach ${lasted(hours)} Stille seit ${since}. Antworten, die das Tool inzwischen nicht zugestellt hat, kann es noch ` +
      'einmal schicken, oder sie werden importiert.',
    refused: ({ source }) =>
      `Eine Zustellung von „${source}“ wurde wieder angenommen. Was abgelehnt wurde, hat nur das Tool: bitte dort noch einmal schicken lassen.`,
    ignored: ({ source }) => `Eine Zustellung von „${source}“ enthielt wieder eine Antwort.`,
    unusable: ({ source }) =>
      `Was „${source}“ schickt, ist wieder zu verstehen. Zustellungen, die noch warten, zeigt: heard deliveries --rejected`,
  },
}
