import type { ReportWindow, ScoreReport } from '../../chat/score-report.js'
import type { WindowProblem } from '../../scores/window.js'

/** Reads alone and after a comma: "last 30 days incl. today". */
export function windowName(window: ReportWindow): string {
  const today = window.inclToday ? ' incl. today' : ''
  switch (window.kind) {
    case 'last':
      return window.days === 1 ? 'today so far' : `last ${window.days} days${today}`
    case 'mtd':
      return `this month so far${today}`
    case 'qtd':
      return `this quarter so far${today}`
    case 'ytd':
      return `this year so far${today}`
    case 'dates':
      return `${days(window)}${today}`
  }
}

/** Reads after "against": "the 30 days before". */
export function previousName({ window, previous }: Pick<ScoreReport, 'window' | 'previous'>): string {
  const period = { mtd: 'month', qtd: 'quarter', ytd: 'year', last: null, dates: null }[window.kind]
  if (previous.days === 1) return period ? `the first day of last ${period}` : 'the day before'
  return period ? `the first ${previous.days} days of last ${period}` : `the ${previous.days} days before`
}

export function days(range: { from: string; to: string }): string {
  return range.from === range.to ? range.from : `${range.from} to ${range.to}`
}

export function problemText({ kind, today, timeZone }: WindowProblem): string {
  switch (kind) {
    case 'not_understood':
      return 'That is not a time range I know.'
    case 'bad_day_count':
      return 'The number of days must be between 1 and 400.'
    case 'no_such_date':
      return 'One of these dates does not exist. Dates are written year-month-day.'
    case 'backwards':
      return 'The first date is after the second one.'
    case 'future':
      return `The last date has not come yet: today is ${today} in ${timeZone}.`
    case 'too_long':
      return 'A range may span 800 days at most.'
    case 'too_old':
      return 'A range may not start before 1970.'
    case 'no_such_zone':
      return "This workspace's time zone is not known here; set another one: heard workspace set --time-zone Europe/Berlin."
  }
}
