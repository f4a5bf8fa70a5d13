/**
 * Names the calendar day of a moment in a time zone, as YYYY-MM-DD. Built once a zone: a formatter costs far more to
 * make than to use.
 * @throws RangeError for a zone that does not exist
 */
export function localDay(timeZone: string): (epochMs: number) => string {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  return (epochMs) => {
    const part: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {}
    for (const { type, value } of format.formatToParts(epochMs)) part[type] = value
    return `${(part.year ?? '').padStart(4, '0')}-${part.month ?? ''}-${part.day ?? ''}`
  }
}
