import { readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { sourceOf } from '../../src/surveys/sources.js'
import { sources } from '../contracts/all-sources.js'
import { surveySourceContract, type SourceContract } from '../contracts/source.js'

const standardSecret = (fill: number): string => `whsec_${Buffer.alloc(32, fill).toString('base64')}`

const contracts: Record<string, SourceContract> = {
  canonical: {
    secrets: [standardSecret(1), standardSecret(2), standardSecret(3)],
    badSecrets: ['', 'whsec_', 'correct horse battery staple', standardSecret(4).slice(6)],
  },
  chatwoot: {
    secrets: ['first-chatwoot-secret', 'second secret é of chatwoot', 'the-secret-of-a-stranger'],
    badSecrets: ['', 'short', 'x'.repeat(201)],
    notSigned: ['x-chatwoot-delivery'],
  },
  formbricks: {
    secrets: [standardSecret(1), standardSecret(2), standardSecret(3)],
    badSecrets: ['', 'whsec_', 'whsec_not base64', 'whsec_c2hvcnQ='],
  },
  intercom: {
    secrets: ['first-intercom-secret', 'second secret é of intercom', 'the-secret-of-a-stranger'],
    badSecrets: ['', 'short', 'x'.repeat(201)],
  },
  jotform: {
    secrets: ['', '', ''],
    badSecrets: [],
  },
  qualtrics: {
    secrets: ['first-qualtrics-secret', 'second secret é of qualtrics', 'the-secret-of-a-stranger'],
    badSecrets: ['', 'short', 'x'.repeat(201)],
    covers: 'credential',
  },
  surveymonkey: {
    secrets: ['client-one&secret-one', 'client-one&secret-two', 'client-two&secret-of-a-stranger'],
    badSecrets: ['', 'client-one', 'a&b', 'client-one&secret&one', 'client one&secret-one'],
  },
  tally: {
    secrets: ['first-tally-secret', 'second secret é of tally', 'the-secret-of-a-stranger'],
    badSecrets: ['', 'short', 'x'.repeat(201)],
  },
  typeform: {
    secrets: ['first-typeform-secret', 'second typeform secret é', 'the-secret-of-a-stranger'],
    badSecrets: ['', 'short', 'x'.repeat(201)],
  },
  zendesk: {
    secrets: ['first-zendesk-secret', 'second secret é of zendesk', 'the-secret-of-a-stranger'],
    badSecrets: ['', 'short', 'x'.repeat(201)],
    notSigned: ['x-zendesk-webhook-invocation-id'],
  },
}

const bearer = (kind: string): SourceContract => ({
  secrets: [`first-${kind}-secret`, `second-secret-of-${kind}`, 'the-secret-of-a-stranger'],
  badSecrets: ['', 'short', 'x'.repeat(1_001), 'two\nlines of a secret'],
  covers: 'credential',
})
const signed = (kind: string): SourceContract => ({
  ...bearer(kind),
  secrets: [`first-${kind}-secret`, `second secret é of ${kind}`, 'the-secret-of-a-stranger'],
  covers: 'body',
})
const unsigned: SourceContract = { secrets: ['', '', ''], badSecrets: [] }

/** The tools that come as files. */
const presets: Record<string, SourceContract> = {
  asknicely: bearer('asknicely'),
  cloudevents: bearer('cloudevents'),
  delighted: signed('delighted'),
  helpscout: signed('helpscout'),
  hubspot: signed('hubspot'),
  limesurvey: bearer('limesurvey'),
  posthog: bearer('posthog'),
  review: bearer('review'),
  satismeter: unsigned,
  segment: signed('segment'),
  surveysparrow: unsigned,
  survicate: signed('survicate'),
  wootric: { ...bearer('wootric'), notSigned: ['content-type'] },
}
Object.assign(contracts, presets)

for (const source of sources) {
  const contract = contracts[source.kind]
  if (contract) surveySourceContract(source, contract)
}

test('every source is one file, one registry line and one contract', () => {
  const folder = path.join(import.meta.dirname, '../../src/surveys/sources')
  const coded = readdirSync(folder).map((file) => path.basename(file, '.ts'))
  const files = [...coded, ...readdirSync(`${folder}/../presets`).map((file) => path.basename(file, '.yaml'))]
  const kinds = sources.map((source) => source.kind)

  expect(kinds.toSorted()).toEqual(files.toSorted())
  expect(Object.keys(contracts).toSorted()).toEqual(files.toSorted())
  expect(new Set(kinds).size).toBe(kinds.length)
})

test.each(['', 'constructor', '__proto__', 'Typeform', 'typeform/'])('the kind %j is none', (kind) => {
  expect(sourceOf(kind)).toBeUndefined()
})
