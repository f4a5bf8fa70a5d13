const dayMs = 86_400_000

/** Midnight of the reader's day. */
function dayOf(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0)
}

const shape = (options: Intl.DateTimeFormatOptions) => (at: number) =>
  new Intl.DateTimeFormat(undefined, options).format(new Date(at))

export const time = shape({ hour: '2-digit', minute: '2-digit' })
const seconds = shape({ hour: '2-digit', minute: '2-digit', second: '2-digit' })
const date = shape({ day: 'numeric', month: 'long', year: 'numeric' })
const dateShort = shape({ day: 'numeric', month: 'short', year: 'numeric' })
const dateLong = shape({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
const dateNumber = shape({ day: '2-digit', month: '2-digit', year: 'numeric' })

/** "Today" where that is truer than a date; dates of the day's form otherwise. */
function pretty(form: (at: number) => string, capital: boolean) {
  return (at: number, now: number): string => {
    const days = Math.round((dayOf(at) - dayOf(now)) / dayMs)
    const word = { '0': 'today', '-1': 'yesterday', '1': 'tomorrow' }[String(days)]
    if (word === undefined) return form(at)
    return capital ? `${word.charAt(0).toUpperCase()}${word.slice(1)}` : word
  }
}

/** The heading over a day's messages. */
export const dayHeading = pretty(dateLong, true)
export const sameDay = (one: number, other: number): boolean => dayOf(one) === dayOf(other)

export function ago(at: number, now: number): string {
  const minutes = Math.max(0, Math.round((now - at) / 60_000))
  if (minutes < 1) return 'just now'
  if (minutes < 60) return `${minutes} ${minutes === 1 ? 'minute' : 'minutes'} ago`
  const hours = Math.round(minutes / 60)
  if (hours < 24) return `${hours} ${hours === 1 ? 'hour' : 'hours'} ago`
  const days = Math.round(hours / 24)
  return `${days} ${days === 1 ? 'day' : 'days'} ago`
}

type Token = (at: number, now: number) => string
const tokens: Record<string, Token> = {
  date_num: dateNumber,
  date,
  date_slash: dateNumber,
  date_long: dateLong,
  date_short: dateShort,
  date_pretty: pretty(date, false),
  date_long_pretty: pretty(dateLong, false),
  date_short_pretty: pretty(dateShort, false),
  date_long_full: dateLong,
  day_divider_pretty: pretty(dateLong, false),
  time,
  time_secs: seconds,
  ago,
}

/** Slack's date formats: `{date_short_pretty} {time}` in the reader's zone and words. */
export function formatDate(format: string, atSeconds: number, now: number): string {
  const at = atSeconds * 1000
  return format.replace(/\{(\w+)\}/g, (all, name: string) => tokens[name]?.(at, now) ?? all)
}
