import type { z } from 'zod'
import type { Sentence } from '../errors.js'
import type { Answer, Withdrawn } from './answer.js'
import type { SourceSettings } from './source-settings.js'

/** A request as it came in. Header names are lower-case. */
export interface RawRequest {
  headers: Readonly<Record<string, string | undefined>>
  /** The exact bytes: signatures are over these. */
  body: Buffer
  /** Absent: POST. */
  method?: string
  /** As the tool knows it, path and query included: some sign it. It holds the token, so it is never logged. */
  url?: string
  /** Of a name that came twice, the first. */
  query?: Readonly<Record<string, string>>
}

/** What one authentic delivery says. */
export interface Parsed {
  /** The tool's id of this delivery, the same over its retries; absent: a hash of the body is used. */
  deliveryKey?: string
  /** Why nothing of it is an answer (a test ping, no number in it, an event we do not need). */
  ignored?: string
  /** What of it could not be understood, beside the answers that were: it is told with the delivery. */
  problem?: string
  answers: Answer[]
  /** Answers that do not count any more. They may come before the answer itself. */
  withdrawn?: Withdrawn[]
  /** The tool's API has more: with a token it is asked, and what it says comes instead of the answers above. */
  fetch?: ThinResponse
}

/** A response that a delivery names without telling its answers. */
export interface ThinResponse {
  responseKey: string
  surveyKey: string
  /** Grows with each delivery that names it. */
  version: number
  permalink?: string | undefined
}

/** How a tool's API is asked for a response. Pure: it says what to ask for, and reads what came. */
export interface SourceApi {
  /** Its address; null: that differs by customer, and the source's setting apiBase says it. */
  base: string | null
  /** What shows the token. */
  headers(token: string): Record<string, string>
  /** Below the address: what the survey asks. It changes seldom, so it is asked for at most once an hour. */
  surveyPath(thin: ThinResponse): string
  /** Below the address: what was answered. */
  responsePath(thin: ThinResponse): string
  /** @throws AppError bad_input */
  read(thin: ThinResponse, documents: { survey: unknown; response: unknown }): Parsed
}

/** A request before it is signed, beside its body. */
export interface ToBeSent {
  /** Query included. */
  url?: string
  /** Lower-case. */
  headers?: Readonly<Record<string, string>>
}

/** What a tool adds to a request so that it is authentic. */
export interface Signed {
  headers: Record<string, string>
  /** Instead of the body that was given: some tools sign, or show their secret, inside it. */
  body?: Buffer
  /** Parameters to add to the URL. */
  query?: Record<string, string>
}

/**
 * A survey tool. One file in sources/ and one line in sources.ts add one; test/contracts/source.ts holds each to this.
 * Pure: no I/O, no clock, no state. verify and parse may throw only AppError 'bad_signature' and 'bad_input'.
 */
export interface SurveySource {
  /** Part of the URL: /webhooks/<kind>/<token>. Lower case. */
  kind: string
  /** The tool's own name, for people. */
  title: string
  /** Of POST, PUT and PATCH. Absent: POST. */
  methods?: readonly string[]
  /** OPTIONS is answered as CloudEvents' webhooks ask, so that such a sender begins to send. */
  handshake?: boolean
  /**
   * Media types it posts, without parameters; anything else is answered 415. A star stands for a whole part, or for what comes
   * before a suffix: application/*+json.
   */
  contentTypes: readonly string[]
  /**
   * Shape of one secret as the tool hands it out; wrong ones are refused at set-up, with this schema's rule or size.
   * Null: the tool signs nothing, the token in the URL is all there is.
   */
  secret: z.ZodType<string> | null
  /** The tool makes the secret itself and shows it only once it has the URL: the source waits for it. */
  secretComesLater?: boolean
  /** Older versions of the tool sign nothing: a source takes unsigned deliveries until it is given a secret. */
  secretOptional?: boolean
  /**
   * Headers that answers depend on, lower-case: they are kept with the delivery for its replay. Not one that only names the
   * delivery (its key is kept anyway), and never signatures or secrets.
   */
  keepHeaders?: readonly string[]
  /** Parameters of the URL that answers depend on: they are kept like keepHeaders. Never a secret. */
  keepQuery?: readonly string[]
  /** Where a person finds or enters URL and secret in the tool: one or two sentences. */
  setUpHint: Sentence
  /**
   * Checks the signature over the raw bytes in constant time. Any one of the secrets may match (rotation).
   * @throws AppError bad_signature
   */
  verify(request: RawRequest, secrets: readonly string[], now: number): void
  /** The body as it may be kept, for tools whose secret stands in it. Absent: as it came. */
  withoutSecret?(request: RawRequest): Buffer
  /**
   * Turns the body into our words through zod. The error names the field, and never quotes its value. It must give the same
   * from what is kept: the body without its secret, the content type, keepHeaders and keepQuery.
   * @throws AppError bad_input
   */
  parse(request: RawRequest, now: number, settings: SourceSettings): Parsed | Promise<Parsed>
  /**
   * Signs a body as the tool does. For `heard source test` and the contract suite.
   * @param sent what else is known of the request, for those who sign that too
   */
  sign(body: Buffer, secret: string, now: number, deliveryKey: string, sent?: ToBeSent): Signed
  /** For tools whose deliveries may be thin. */
  api?: SourceApi
}

const defaultMethods: readonly string[] = ['POST']

/** The methods that a tool sends its deliveries by. */
export function methodsOf(tool: Pick<SurveySource, 'methods'>): readonly string[] {
  return tool.methods ?? defaultMethods
}

/** Whether a tool posts this media type. @param type lower-case, without parameters */
export function takesType({ contentTypes }: Pick<SurveySource, 'contentTypes'>, type: string): boolean {
  if (contentTypes.includes(type)) return true
  return contentTypes.some((pattern) => pattern.includes('*') && matches(pattern, type))
}

/** A star stands for the whole type, or for all before the suffix. By hand: a pattern must not become an expression. */
function matches(pattern: string, type: string): boolean {
  const [main = '', sub = ''] = pattern.split('/')
  const [typeMain = '', typeSub = ''] = type.split('/')
  if (main !== '*' && main !== typeMain) return false
  return sub.startsWith('*') ? typeSub.endsWith(sub.slice(1)) : sub === typeSub
}
