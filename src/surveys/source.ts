import type { z } from 'zod'
import type { Sentence } from '../errors.js'
import type { Answer, Withdrawn } from './answer.js'

/** A request as it came in. Header names are lower-case. */
export interface RawRequest {
  headers: Readonly<Record<string, string | undefined>>
  /** The exact bytes: signatures are over these. */
  body: Buffer
}

/** What one authentic delivery says. */
export interface Parsed {
  /** The tool's id of this delivery, the same over its retries; absent: a hash of the body is used. */
  deliveryKey?: string
  /** Why nothing of it is an answer (a test ping, no number in it, an event we do not need). */
  ignored?: string
  answers: Answer[]
  /** Answers that do not count any more. They may come before the answer itself. */
  withdrawn?: Withdrawn[]
}

/**
 * A survey tool. One file in sources/ and one line in sources.ts add one; test/contracts/source.ts holds each to this.
 * Pure: no I/O, no clock, no state. Both functions may throw only AppError 'bad_signature' and 'bad_input'.
 */
export interface SurveySource {
  /** Part of the URL: /webhooks/<kind>/<token>. Lower case. */
  kind: string
  /** The tool's own name, for people. */
  title: string
  /** Media types it posts. Parameters are not compared; anything else is answered 415. */
  contentTypes: readonly string[]
  /** Shape of one secret as the tool hands it out; wrong ones are refused at set-up, with this schema's rule or size. */
  secret: z.ZodType<string>
  /** The tool makes the secret itself and shows it only once it has the URL: the source waits for it. */
  secretComesLater?: boolean
  /** Where a person finds or enters URL and secret in the tool: one or two sentences. */
  setUpHint: Sentence
  /**
   * Checks the signature over the raw bytes in constant time. Any one of the secrets may match (rotation).
   * @throws AppError bad_signature
   */
  verify(request: RawRequest, secrets: readonly string[], now: number): void
  /**
   * Turns the body into our words through zod. The error names the field, and never quotes its value.
   * @throws AppError bad_input
   */
  parse(request: RawRequest, now: number): Parsed
  /** Signs a body as the tool does. For the demo, `heard source test` and the contract suite. */
  sign(body: Buffer, secret: string, now: number, deliveryKey: string): Record<string, string>
}
