import { z } from 'zod'
import { AppError } from '../../errors.js'
import { rule } from '../../input-problem.js'
import { StandardWebhooksKey } from '../signatures/standard-webhooks.js'
import type { Parsed, RawRequest, SurveySource } from '../source.js'
import type { SourceSettings } from '../source-settings.js'
import { authenticity } from './auth.js'
import { unknownTokens, type Auth } from './auth-shape.js'
import { withField } from './body-field.js'
import { openValueCompiler, type PlaceProblem } from './compile-value.js'
import { compileDelivery } from './map-delivery.js'
import { readBody, typesOf } from './read-body.js'
import { defaultScale } from '../scale.js'
import type { ToolFile } from './tool-file.js'

export type { PlaceProblem } from './compile-value.js'

/** A tool as its file declares it, and what is wrong with the file beyond its shape. */
export function compileTool(file: ToolFile): { source: SurveySource; problems: readonly PlaceProblem[] } {
  const compiler = openValueCompiler()
  const read = compileDelivery(file, compiler)
  const { auth, kind } = file
  const parts = { parts: file.secret.parts ?? [], separator: file.secret.separator }
  const checks = authenticity(auth, parts)
  const shape = { kinds: file.body, jsonFields: (file.extract ?? []).map(({ field }) => field) }
  const multipart = file.body.includes('multipart')
  const secretFields = auth.flatMap((way) => (way.type === 'bodyField' ? [way.name] : []))

  async function parse(request: RawRequest, now: number, settings: SourceSettings): Promise<Parsed> {
    const body = await readBody(kind, shape, request)
    return read({ body, headers: request.headers, query: request.query ?? {}, now, settings })
  }

  const source: SurveySource = {
    kind,
    title: file.title,
    methods: file.methods,
    contentTypes: file.contentTypes ?? typesOf(file.body),
    secret: auth.length === 0 ? null : secretOf(auth, parts),
    secretComesLater: file.secret.madeBy === 'tool',
    ...(auth.length > 0 && auth.every(mayBeAbsent) && { secretOptional: true }),
    setUpHint: ({ tools }) => file.setUp ?? tools.declared(file.title),
    keepHeaders: multipart ? ['content-type', ...file.headers] : file.headers,
    ...(file.query.length > 0 && { keepQuery: file.query }),
    verify: (request, secrets, now) => checks.verify(request, secrets, now),
    parse,
    sign: (body, secret, now, deliveryKey, { url = '', headers = {} } = {}) =>
      checks.sign(
        { headers: { ...typeHeader(file, body), ...headers }, body, method: file.methods[0] ?? 'POST', url },
        secret,
        now,
        deliveryKey,
      ),
    ...(file.handshake && { handshake: true }),
    ...(secretFields.length > 0 && {
      withoutSecret: (request: RawRequest) =>
        secretFields.reduce((body, name) => withField({ ...request, body }, name, undefined), request.body),
    }),
  }
  return { source, problems: [...problemsOf(file), ...compiler.problems] }
}

/** Where all are so, the tool need not sign. */
function mayBeAbsent(way: Auth): boolean {
  return way.type === 'hmac' && !way.required
}

/** What a body that is signed here is sent as. */
function typeHeader(file: ToolFile, body: Buffer): Record<string, string> {
  const looksLikeJson = /^\s*[[{]/.test(body.toString('utf8', 0, 100))
  const form = file.body.includes('form') && !looksLikeJson
  if (file.body.length === 1 && file.body[0] === 'multipart') return {}
  return form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}
}

function secretOf(
  auth: readonly Auth[],
  { parts, separator }: { parts: readonly string[]; separator: string },
): z.ZodType<string> {
  if (auth.some(({ type }) => type === 'standard-webhooks')) return StandardWebhooksKey
  const pieces = (text: string): string[] => text.split(separator)
  const key = auth.find((way) => way.type === 'hmac' && way.keyEncoding !== 'utf8')
  const encoding = key?.type === 'hmac' ? key.keyEncoding : 'utf8'
  return z
    .string()
    .min(8)
    .max(1_000)
    .refine((text) => !/[\r\n\0]/.test(text), rule('secret_one_line'))
    .refine(
      (text) => parts.length === 0 || (pieces(text).length === parts.length && pieces(text).every(Boolean)),
      rule('secret_pieces'),
    )
    .refine((text) => auth.every(({ type }) => type !== 'basic') || text.includes(':'), rule('secret_basic'))
    .refine((text) => encoding === 'utf8' || isEncoded(text, encoding), rule('secret_encoded'))
}

function isEncoded(text: string, encoding: 'base64' | 'hex'): boolean {
  if (encoding === 'hex') return /^([0-9a-f]{2})+$/i.test(text)
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text)
}

/** What the shape cannot say. */
function problemsOf(file: ToolFile): PlaceProblem[] {
  const found: PlaceProblem[] = []
  const secretTokens = new Set(['secret', ...(file.secret.parts ?? [])])
  for (const [index, way] of file.auth.entries()) {
    const template = way.type === 'hmac' ? way.key : way.type === 'standard-webhooks' ? '' : way.value
    if (unknownTokens(template, secretTokens).length > 0) {
      const path = ['auth', index, way.type === 'hmac' ? 'key' : 'value']
      found.push({ path, say: ({ toolFile }) => toolFile.secretTokens([...secretTokens]) })
    }
    if (way.type === 'query' && file.query.includes(way.name)) {
      found.push({ path: ['query'], say: ({ toolFile }) => toolFile.secretInQuery(way.name) })
    }
    const inBody =
      way.type === 'bodyField' ||
      (way.type === 'hmac' && (way.field !== undefined || way.signed.includes('{field:')))
    if (inBody && file.body.includes('multipart')) {
      found.push({ path: ['auth', index], say: ({ toolFile }) => toolFile.noFieldInMultipart() })
    }
  }
  return [...found, ...scaleProblems(file)]
}

function scaleProblems(file: ToolFile): PlaceProblem[] {
  return file.questions.flatMap(({ metric, min, max, highIsGood }, index) => {
    if (metric === undefined || min === undefined || max === undefined) return []
    try {
      defaultScale({ metric, min, max, direction: highIsGood === true ? 'high_is_good' : 'low_is_good' })
      return []
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      return [
        {
          path: ['questions', index, 'metric'],
          say: (messages) => error.tell(messages),
        } satisfies PlaceProblem,
      ]
    }
  })
}
