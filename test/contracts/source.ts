import { describe, expect, test } from 'vitest'
import { messagesFor } from '../../src/messages/messages.js'
import { AppError, type ErrorCode } from '../../src/errors.js'
import type { Parsed, RawRequest, SurveySource } from '../../src/surveys/source.js'
import { sourceOf } from '../../src/surveys/sources.js'
import { goldenDeliveries, type GoldenDelivery } from './golden.js'
import { mutateBytes, mutateJson, randomFrom } from './mutations.js'

export interface SourceContract {
  /** Three secrets of the tool's shape. */
  secrets: readonly [string, string, string]
  /** Some that the tool would never hand out. */
  badSecrets: readonly string[]
}

const now = Date.parse('2026-03-02T09:16:00Z')
const mutations = 4_000
const seed = Number(process.env['HEARD_SEED'] ?? (Math.random() * 2 ** 31) | 0)

/**
 * What every survey source must hold: its golden deliveries in the tool's real wire format give exactly what they say,
 * its signature check refuses whatever is not authentic, and no body whatever makes it throw anything but bad_input.
 */
export function surveySourceContract(source: SurveySource, contract: SourceContract): void {
  const golden = goldenDeliveries(source.kind)
  describe(`source ${source.kind}`, () => {
    registration(source, contract, golden)
    describe('golden deliveries', () => goldenTests(source, contract, golden))
    describe('signature', () => signatureTests(source, contract, golden))
    describe(`hostile bodies (HEARD_SEED=${seed})`, () => hostileTests(source, golden))
  })
}

function registration(source: SurveySource, contract: SourceContract, golden: GoldenDelivery[]): void {
  test('is registered, described, and has golden deliveries of each sort', () => {
    expect(sourceOf(source.kind)).toBe(source)
    expect(source.kind).toMatch(/^[a-z][a-z0-9-]*$/)
    expect(source.title.length * source.setUpHint(messagesFor('en')).length).toBeGreaterThan(0)
    expect(source.contentTypes.every((type) => /^[a-z]+\/[a-z0-9.+-]+$/.test(type))).toBe(true)
    for (const sort of ['answers', 'ignored', 'error']) {
      expect(golden.filter((delivery) => sort in delivery.expect).length, sort).toBeGreaterThan(0)
    }
  })

  test('takes secrets of the right shape only, and says what is wrong', () => {
    for (const secret of contract.secrets) expect(source.secret.parse(secret)).toBe(secret)
    for (const secret of contract.badSecrets) {
      const result = source.secret.safeParse(secret)
      expect(result.success).toBe(false)
      if (secret.length > 8) expect(result.error?.issues[0]?.message).not.toContain(secret)
    }
  })
}

function goldenTests(source: SurveySource, contract: SourceContract, golden: GoldenDelivery[]): void {
  test.each(golden)('$name', (delivery) => {
    const request = signed(source, contract.secrets[0], delivery)
    source.verify(request, [contract.secrets[0]], now)

    const outcome = attempt(() => source.parse(request, now), 'bad_input')

    if ('error' in delivery.expect) {
      expect(outcome).toEqual({ error: delivery.expect.error })
    } else {
      expect(outcome).toEqual({ value: { answers: [], ...delivery.expect } })
    }
  })
}

function signatureTests(source: SurveySource, contract: SourceContract, golden: GoldenDelivery[]): void {
  const [first, second, stranger] = contract.secrets
  const refuses = (request: RawRequest, secrets: readonly string[] = [first, second]): boolean =>
    'error' in attempt(() => source.verify(request, secrets, now), 'bad_signature')

  test.each(golden)(
    '$name: accepted under each of two secrets, refused once anything is changed',
    (delivery) => {
      for (const secret of [first, second]) expect(refuses(signed(source, secret, delivery))).toBe(false)
      const request = signed(source, first, delivery)
      const random = randomFrom(seed)

      expect(refuses(signed(source, stranger, delivery))).toBe(true)
      expect(refuses(request, [])).toBe(true)
      expect(refuses({ ...request, body: Buffer.concat([request.body, Buffer.from(' ')]) })).toBe(true)
      for (let times = 0; times < 50; times += 1) {
        const at = Math.floor(random() * request.body.length)
        const body = Buffer.from(request.body)
        body[at] = (body[at] ?? 0) ^ (1 << Math.floor(random() * 8))
        expect(refuses({ ...request, body }), `byte ${at}`).toBe(true)
      }
    },
  )

  test('refused when a header of the signature is missing, empty or rubbish', () => {
    const [delivery] = golden
    if (!delivery) throw new Error('there is no golden delivery')
    const request = signed(source, first, delivery)
    for (const name of Object.keys(source.sign(delivery.bytes, first, now, 'msg_golden'))) {
      for (const value of [undefined, '', 'x', '\u00ff', request.headers[name]?.slice(0, -1)]) {
        expect(refuses({ ...request, headers: { ...request.headers, [name]: value } }), name).toBe(true)
      }
    }
  })
}

function hostileTests(source: SurveySource, golden: GoldenDelivery[]): void {
  const bodies = golden.filter((delivery) => !('error' in delivery.expect))

  test(`${mutations} changed bodies: understood, or refused as bad input, and never quoted`, () => {
    const random = randomFrom(seed)
    let refused = 0
    for (let times = 0; times < mutations; times += 1) {
      const delivery = bodies[Math.floor(random() * bodies.length)]
      if (!delivery) throw new Error('there is no golden delivery')
      const body =
        random() < 0.7
          ? Buffer.from(JSON.stringify(mutateJson(JSON.parse(delivery.bytes.toString()), random)))
          : mutateBytes(delivery.bytes, random)
      const outcome = attempt(() => source.parse({ headers: {}, body }, now), 'bad_input')
      if ('error' in outcome) {
        refused += 1
        expect(outcome.error).toMatch(new RegExp(`^${source.kind}: [\\w.[\\]? -]+`))
        expect(outcome.error.length).toBeLessThan(300)
      } else {
        expectSound(outcome.value)
      }
    }
    expect(refused).toBeGreaterThan(mutations / 100)
    expect(refused).toBeLessThan(mutations)
  })

  test('a value is never repeated in an error', () => {
    const marker = 'x9-secret-words'
    const random = randomFrom(seed + 1)
    for (let times = 0; times < mutations / 4; times += 1) {
      const delivery = bodies[Math.floor(random() * bodies.length)]
      if (!delivery) throw new Error('there is no golden delivery')
      const marked = markOne(JSON.parse(delivery.bytes.toString()), marker, random)
      const body = Buffer.from(JSON.stringify(marked))
      const outcome = attempt(() => source.parse({ headers: {}, body }, now), 'bad_input')
      if ('error' in outcome) expect(outcome.error).not.toContain(marker)
    }
  })
}

/** What the rest of the product relies on. */
function expectSound(parsed: Parsed): void {
  if (parsed.answers.length === 0) expect(parsed.withdrawn?.length ?? parsed.ignored).toBeTruthy()
  for (const { responseKey, questionKey, version, at } of parsed.withdrawn ?? []) {
    expect(responseKey.length * (questionKey ?? 'all').length).toBeGreaterThan(0)
    expect(Number.isSafeInteger(version) && version >= 0 && Number.isFinite(at)).toBe(true)
  }
  for (const answer of parsed.answers) {
    expect(answer.responseKey.length * answer.questionKey.length).toBeGreaterThan(0)
    expect(Number.isSafeInteger(answer.version) && answer.version >= 0).toBe(true)
    expect(answer.score === null || Number.isFinite(answer.score)).toBe(true)
    expect(Number.isFinite(answer.answeredAt)).toBe(true)
    expect(new Date(answer.answeredAt).toISOString()).toMatch(/^\d{4}-/)
    for (const value of Object.values(answer.segments)) expect(typeof value).toBe('string')
  }
}

function markOne(value: unknown, marker: string, random: () => number): unknown {
  if (typeof value !== 'object' || value === null) return marker
  if (random() < 0.1) return { [marker]: marker }
  const entries: [string, unknown][] = Object.entries(value)
  const chosen = Math.floor(random() * entries.length)
  const marked = entries.map(([name, part], index): [string, unknown] => {
    return [name, index === chosen ? markOne(part, marker, random) : part]
  })
  return Array.isArray(value) ? marked.map(([, part]) => part) : Object.fromEntries(marked)
}

function signed(source: SurveySource, secret: string, { bytes, headers }: GoldenDelivery): RawRequest {
  return { headers: { ...headers, ...source.sign(bytes, secret, now, 'msg_golden') }, body: bytes }
}

/** Runs it; an AppError of the allowed code is an outcome, anything else fails the test. */
function attempt<T>(run: () => T, allowed: ErrorCode): { value: T } | { error: string } {
  try {
    return { value: run() }
  } catch (error) {
    if (error instanceof AppError && error.code === allowed) return { error: error.message }
    throw error
  }
}
