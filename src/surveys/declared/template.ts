import type { RawRequest } from '../source.js'

/** A text with places to fill: what a tool signs, or the key that it signs with. */
export type Part = string | { token: string; of?: string }

/** Splits "{timestamp}.{body}" into its parts; {header:x} and {field:x} name what they are of. */
export function partsOfTemplate(template: string): Part[] {
  const parts: Part[] = []
  let from = 0
  for (const found of template.matchAll(/\{([a-zA-Z]{1,40})(?::([^{}]{1,100}))?\}/g)) {
    if (found.index > from) parts.push(template.slice(from, found.index))
    parts.push({ token: found[1] ?? '', ...(found[2] === undefined ? {} : { of: found[2] }) })
    from = found.index + found[0].length
  }
  if (from < template.length) parts.push(template.slice(from))
  return parts
}

/** The bytes of a signed template. @param field looks a field of the body up */
export function signedBytes(
  parts: readonly Part[],
  request: RawRequest,
  timestamp: string,
  field: (name: string) => string | undefined,
): (Buffer | string)[] {
  return parts.map((part) => {
    if (typeof part === 'string') return part
    if (part.token === 'body') return request.body
    if (part.token === 'timestamp') return timestamp
    if (part.token === 'method') return request.method ?? 'POST'
    if (part.token === 'url') return request.url ?? ''
    if (part.token === 'header') return request.headers[(part.of ?? '').toLowerCase()] ?? ''
    return field(part.of ?? '') ?? ''
  })
}

/** A text of a template of the secret's parts. */
export function filledIn(parts: readonly Part[], values: Readonly<Record<string, string>>): string {
  return parts.map((part) => (typeof part === 'string' ? part : (values[part.token] ?? ''))).join('')
}
