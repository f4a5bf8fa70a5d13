import { describe, expect, test } from 'vitest'
import { messagesFor } from '../../src/messages/messages.js'
import { AppError } from '../../src/errors.js'
import type { Parsed, RawRequest, SurveySource } from '../../src/surveys/source.js'
import { defaultSettings } from '../../src/surveys/source-settings.js'
import { sourceOf } from '../../src/surveys/sources.js'
import { goldenDeliveries, type GoldenDelivery } from './golden.js'
import { openJson } from './inside.js'
import { insides } from './insides.js'
import { markOne, mutateBytes, mutateJson, randomFrom } from './mutations.js'

export interface SourceContract {
  /** Three secrets of the tool's shape. */
  secrets: readonly [string, string, string]
  /** Some that the tool would never hand out. */
  badSecrets: readonly string[]
  /** What its signature is over. Default: the whole body; `credential`: the tool only shows a secret, whatever the body is. */
  covers?: 'body' | 'credential'
  /** Headers that the tool sends along without signing them. */
  notSigned?: readonly string[]
}

const now = Date.parse('2026-03-02T09:16:00Z')
const mutations = 10_000
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
    if (source.secret !== null) describe('signature', () => signatureTests(source, contract, golden))
    describe(`hostile bodies (HEARD_SEED=${seed})`, () => hostileTests(source, golden))
  })
}

function registration(source: SurveySource, contract: SourceContract, golden: GoldenDelivery[]): void {
  test('is registered, described, and has golden deliveries of each sort', () => {
    expect(sourceOf(source.kind)).toBe(source)
    expect(source.kind).toMatch(/^[a-z][a-z0-9-]*$/)
    expect(source.title.length * source.setUpHint(messagesFor('en')).length).toBeGreaterThan(0)
    expect(source.contentTypes.every((type) => /^([a-z]+|\*)\/[*a-z0-9.+-]+$/.test(type))).toBe(true)
    expect(source.keepHeaders?.every((name) => /^[a-z][a-z0-9-]*$/.test(name)) ?? true).toBe(true)
    expect(source.keepHeaders ?? []).not.toContain('authorization')
    for (const sort of ['answers', 'ignored', 'error']) {
      expect(golden.filter((delivery) => sort in delivery.expect).length, sort).toBeGreaterThan(0)
    }
  })

  const { secret: Secret } = source
  if (Secret === null) return
  test('takes secrets of the right shape only, and says what is wrong', () => {
    for (const secret of contract.secrets) expect(Secret.parse(secret)).toBe(secret)
    for (const secret of contract.badSecrets) {
      const result = Secret.safeParse(secret)
      expect(result.success).toBe(false)
      if (secret.length > 8) expect(result.error?.issues[0]?.message).not.toContain(secret)
    }
  })
}

function goldenTests(source: SurveySource, contract: SourceContract, golden: GoldenDelivery[]): void {
  test.each(golden)('$name', async (delivery) => {
    const request = signed(source, contract.secrets[0], delivery)
    if (source.secret !== null) source.verify(request, [contract.secrets[0]], now)

    const outcome = await parsed(source, request)
    const again = await parsed(source, asKept(source, request))
    expect(withoutKey(again), 'from what is kept of it').toEqual(withoutKey(outcome))

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
    isRefused(() => source.verify(request, secrets, now))

  test.each(golden)(
    '$name: accepted under each of two secrets, refused once anything is changed',
    (delivery) => {
      for (const secret of [first, second]) expect(refuses(signed(source, secret, delivery))).toBe(false)
      const request = signed(source, first, delivery)
      const random = randomFrom(seed)

      expect(refuses(signed(source, stranger, delivery))).toBe(true)
      expect(refuses(request, [])).toBe(true)
      if (contract.covers === 'credential') return
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
    const { headers, query } = source.sign(delivery.bytes, first, now, 'msg_golden', { url })
    for (const name of Object.keys(headers).filter((header) => !contract.notSigned?.includes(header))) {
      for (const value of [undefined, '', 'x', '\u00ff', request.headers[name]?.slice(0, -1)]) {
        expect(refuses({ ...request, headers: { ...request.headers, [name]: value } }), name).toBe(true)
      }
    }
    for (const name of Object.keys(query ?? {})) {
      for (const value of ['', 'x', '\u00ff', request.query?.[name]?.slice(0, -1) ?? '']) {
        expect(refuses({ ...request, query: { ...request.query, [name]: value } }), name).toBe(true)
      }
    }
  })
}

function hostileTests(source: SurveySource, golden: GoldenDelivery[]): void {
  const bodies = golden
    .filter((delivery) => !('error' in delivery.expect))
    .map(({ bytes, headers }) => ({ bytes, headers, opened: openJson(insides[source.kind], bytes) }))

  test(`${mutations} changed bodies: understood, or refused as bad input, and never quoted`, async () => {
    const random = randomFrom(seed)
    const errorShape = new RegExp(`^${source.kind}: [\\w.[\\]? -]+`)
    const unsound: unknown[] = []
    let refused = 0
    for (let times = 0; times < mutations; times += 1) {
      const delivery = bodies[Math.floor(random() * bodies.length)]
      if (!delivery) throw new Error('there is no golden delivery')
      const { opened, bytes, headers } = delivery
      const body =
        opened === undefined || random() < 0.3
          ? mutateBytes(bytes, random)
          : opened.close(mutateJson(opened.json, random))
      const outcome = await parsed(source, { headers, body })
      if ('error' in outcome) {
        refused += 1
        if (!errorShape.test(outcome.error) || outcome.error.length >= 300) unsound.push(outcome)
      } else if (!isSound(outcome.value)) unsound.push(outcome.value)
    }
    expect(unsound).toEqual([])
    expect(refused).toBeGreaterThan(mutations / 100)
    expect(refused).toBeLessThan(mutations)
  }, 240_000)

  test('a value is never repeated in an error', async () => {
    const marker = 'x9-secret-words'
    const random = randomFrom(seed + 1)
    for (let times = 0; times < mutations / 10; times += 1) {
      const delivery = bodies[Math.floor(random() * bodies.length)]
      if (!delivery) throw new Error('there is no golden delivery')
      const { opened } = delivery
      if (opened === undefined) continue
      const body = opened.close(markOne(opened.json, marker, random))
      const outcome = await parsed(source, { headers: delivery.headers, body })
      if ('error' in outcome) expect(outcome.error).not.toContain(marker)
    }
  })
}

/** What the rest of the product relies on. Without the matchers: they take longer than what they look at. */
function isSound(parsed: Parsed): boolean {
  const withdrawn = parsed.withdrawn ?? []
  if (parsed.answers.length === 0 && withdrawn.length === 0 && !parsed.ignored) return false
  return (
    withdrawn.every(
      ({ responseKey, questionKey = 'all', version, at }) =>
        responseKey !== '' && questionKey !== '' && isVersion(version) && Number.isFinite(at),
    ) &&
    parsed.answers.every(
      ({ responseKey, questionKey, version, score, answeredAt, segments }) =>
        responseKey !== '' &&
        questionKey !== '' &&
        isVersion(version) &&
        (score === null || Number.isFinite(score)) &&
        /^\d{4}-/.test(new Date(answeredAt).toISOString()) &&
        Object.values(segments).every((value) => typeof value === 'string'),
    )
  )
}

function isVersion(version: number): boolean {
  return Number.isSafeInteger(version) && version >= 0
}

const url = 'https://heard.example.com/webhooks/tool/golden-token'

function signed(source: SurveySource, secret: string, { bytes, headers }: GoldenDelivery): RawRequest {
  const { headers: added, body, query } = source.sign(bytes, secret, now, 'msg_golden', { url })
  const asked = query ? `${url}?${new URLSearchParams(query).toString()}` : url
  const method = source.methods?.[0] ?? 'POST'
  return { headers: { ...headers, ...added }, body: body ?? bytes, method, url: asked, query: query ?? {} }
}

/** What a replay has of a request. */
function asKept(source: SurveySource, request: RawRequest): RawRequest {
  const [mediaType] = (request.headers['content-type'] ?? '').split(';')
  const kept = (source.keepHeaders ?? []).map((name) => [name, request.headers[name]] as const)
  const headers = { 'content-type': mediaType, ...Object.fromEntries(kept) }
  const query = (source.keepQuery ?? []).flatMap((name) => {
    const value = request.query?.[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return { headers, query: Object.fromEntries(query), body: source.withoutSecret?.(request) ?? request.body }
}

/** A delivery's key is kept beside it: a replay needs no other. */
function withoutKey(outcome: { value: Parsed } | { error: string }): unknown {
  return 'error' in outcome ? outcome : { ...outcome.value, deliveryKey: undefined }
}

/** What it gives; an AppError bad_input is an outcome, anything else fails the test. */
async function parsed(
  source: SurveySource,
  request: RawRequest,
): Promise<{ value: Parsed } | { error: string }> {
  try {
    return { value: await source.parse(request, now, defaultSettings) }
  } catch (error) {
    if (error instanceof AppError && error.code === 'bad_input') return { error: error.message }
    throw error
  }
}

/** Whether it throws an AppError bad_signature; anything else fails the test. */
function isRefused(run: () => void): boolean {
  try {
    run()
    return false
  } catch (error) {
    if (error instanceof AppError && error.code === 'bad_signature') return true
    throw error
  }
}
