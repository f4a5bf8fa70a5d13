/** Where JSON stands inside a body that is none (a form, parts). */
export interface Inside {
  open(text: string): string | undefined
  close(text: string, json: string): string
}

/** The JSON of a body, or inside one that is none, and how a changed one is put back. */
export function openJson(
  inside: Inside | undefined,
  bytes: Buffer,
): { json: unknown; close(changed: unknown): Buffer } | undefined {
  const whole = jsonOf(bytes.toString())
  if (whole !== undefined) return { json: whole, close: (changed) => Buffer.from(JSON.stringify(changed)) }
  const part = jsonOf(inside?.open(bytes.toString()) ?? '')
  if (part === undefined || !inside) return undefined
  const close = (changed: unknown) => Buffer.from(inside.close(bytes.toString(), JSON.stringify(changed)))
  return { json: part, close }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
