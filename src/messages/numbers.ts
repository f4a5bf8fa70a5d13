/** Numbers as people of one language write them. */
export interface Numbers {
  /** 12,345 */
  count: (n: number) => string
  /** 12,345 and what there are so many of. */
  things: (n: number, one: string, many: string) => string
  /** With exactly so many digits after the point. */
  decimal: (n: number, digits: number) => string
  /** With its sign, and 0 without one: +32, -8, 0. */
  signed: (n: number, digits?: number) => string
  /** Of a whole number of hundredths: 85%. */
  percent: (hundredths: number) => string
  /** From an ISO date. */
  day: (date: string) => string
}

/** @param day how an ISO date is written, from its year, month and day */
export function numbersFor(
  language: string,
  day: (year: string, month: string, day: string) => string,
): Numbers {
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 })
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 })
  function decimal(n: number, digits: number): string {
    const style = { minimumFractionDigits: digits, maximumFractionDigits: digits }
    return new Intl.NumberFormat(language, style).format(n)
  }
  return {
    count: (n) => whole.format(n),
    things: (n, one, many) => `${whole.format(n)} ${n === 1 ? one : many}`,
    decimal,
    signed(n, digits = 0) {
      const rounded = Number(n.toFixed(digits))
      if (rounded === 0) return '0'
      return rounded > 0 ? `+${decimal(rounded, digits)}` : decimal(rounded, digits)
    },
    percent: (hundredths) => percent.format(hundredths / 100),
    day(date) {
      const [year = '', month = '', dayOfMonth = ''] = date.split('-')
      return day(year, month, dayOfMonth)
    },
  }
}
