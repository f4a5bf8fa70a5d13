import { AppError } from '../../errors.js'
import type { RawRequest } from '../source.js'

/** A field of a body that is JSON or a form, found without expressions: what is not authentic yet deserves no more. */

function isForm({ headers, body }: RawRequest): boolean {
  const type = headers['content-type']
  if (type !== undefined) return type.toLowerCase().startsWith('application/x-www-form-urlencoded')
  return !/^\s*[[{]/.test(body.toString('utf8', 0, 100))
}

/** The text of a field; a path with dots leads into JSON. Undefined: there is none, or the body is broken. */
export function fieldOf(request: RawRequest, path: string): string | undefined {
  if (isForm(request)) return new URLSearchParams(request.body.toString()).get(path) ?? undefined
  let value: unknown = jsonOf(request.body)
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = Reflect.get(value, name)
  }
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

/** The body with a field set to a text, or taken out. A form's other fields keep their bytes. */
export function withField(request: RawRequest, path: string, text: string | undefined): Buffer {
  if (isForm(request)) return Buffer.from(formWith(request.body.toString(), path, text))
  const body = jsonOf(request.body)
  if (typeof body !== 'object' || body === null) return request.body
  return Buffer.from(JSON.stringify(changed(body, path.split('.'), text)))
}

function formWith(form: string, name: string, text: string | undefined): string {
  const others = form.split('&').filter((pair) => pair !== '' && !new URLSearchParams(pair).has(name))
  if (text !== undefined) others.push(new URLSearchParams({ [name]: text }).toString())
  return others.join('&')
}

function changed(value: object, [name = '', ...rest]: readonly string[], text: string | undefined): unknown {
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as Record<string, unknown>
  if (rest.length > 0) {
    const inner = Object.hasOwn(copy, name) ? copy[name] : undefined
    if (typeof inner === 'object' && inner !== null) copy[name] = changed(inner, rest, text)
    else if (text !== undefined) copy[name] = changed({}, rest, text)
  } else if (text === undefined) {
    Reflect.deleteProperty(copy, name)
  } else {
    copy[name] = text
  }
  return copy
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown
  } catch (cause) {
    throw new AppError({ code: 'bad_signature', message: 'the body is not JSON', cause })
  }
}
