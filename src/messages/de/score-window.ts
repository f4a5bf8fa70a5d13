import type { ReportWindow, ScoreReport } from '../../chat/score-report.js'
import type { WindowProblem } from '../../scores/window.js'
import { numbers } from './numbers.js'

/** Read alone and after a comma: "letzte 30 Tage inkl. heute". */
export function windowName(window: ReportWindow): string {
  const today = window.inclToday ? ' inkl. heute' : ''
  switch (window.kind) {
    case 'last':
      return window.days === 1 ? 'heute bis jetzt' : `letzte ${window.days} Tage${today}`
    case 'mtd':
      return `dieser Monat bis jetzt${today}`
    case 'qtd':
      return `dieses Quartal bis jetzt${today}`
    case 'ytd':
      return `dieses Jahr bis jetzt${today}`
    case 'dates':
      return `${days(window)}${today}`
  }
}

const genitives = {
  mtd: 'des Vormonats',
  qtd: 'des Vorquartals',
  ytd: 'des Vorjahres',
  last: null,
  dates: null,
}

/** In the dative, after "als" and "in": "den 30 Tagen davor". */
export function previousName({ window, previous }: Pick<ScoreReport, 'window' | 'previous'>): string {
  const period = genitives[window.kind]
  if (previous.days === 1) return period ? `dem ersten Tag ${period}` : 'dem Tag davor'
  return period ? `den ersten ${previous.days} Tagen ${period}` : `den ${previous.days} Tagen davor`
}

export function days(range: { from: string; to: string }): string {
  const from = numbers.day(range.from)
  return range.from === range.to ? from : `${from} bis ${numbers.day(range.to)}`
}

export function problemText({ kind, today, timeZone }: WindowProblem): string {
  switch (kind) {
    case 'not_understood':
      return 'Diesen Zeitraum kenne ich nicht.'
    case 'bad_day_count':
      return 'Die Zahl der Tage muss zwischen 1 und 400 liegen.'
    case 'no_such_date':
      return 'Eines dieser Daten gibt es nicht. Daten werden als Jahr-Monat-Tag geschrieben.'
    case 'backwards':
      return 'Das erste Datum liegt nach dem zweiten.'
    case 'future':
      return `Das letzte Datum ist noch nicht da: heute ist der ${numbers.day(today)} in ${timeZone}.`
    case 'too_long':
      return 'Ein Zeitraum darf höchstens 800 Tage umfassen.'
    case 'too_old':
      return 'Ein Zeitraum darf nicht vor 1970 beginnen.'
    case 'no_such_zone':
      return 'Die Zeitzone dieses Workspaces ist hier unbekannt; eine andere setzen: heard workspace set --time-zone Europe/Berlin.'
  }
}
