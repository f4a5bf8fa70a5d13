import { describe, expect, it } from 'vitest'
import { closeForm, skipForm } from '../../src/loops/forms.js'
import { readClose, readSkip, readWork } from '../../src/loops/forms-read.js'
import { steps, type Loop, type StepState } from '../../src/loops/loop.js'
import { messagesFor } from '../../src/messages/messages.js'
import { ana, loopIn, t0 } from './sample-loop.js'

const words = messagesFor('en').forms

function state(record: Record<string, string>, skippedReason: string | null = null): StepState {
  return { record, skippedReason, by: ana, at: t0 }
}

const allDone: Loop['steps'] = Object.fromEntries(steps.map((step) => [step, state({ any: 'x' })]))

const filled = {
  'hear.contact': 'reached',
  'empathize.emotion': 'angry',
  'apologize.message': 'on the call',
  'resolve.done': 'refund',
  'diagnose.cause': 'policy',
}
const fresh = { loop: loopIn('claimed'), part: 'all' } as const

describe('readWork', () => {
  it.each([
    ['nothing', {}, ['hear.contact']],
    ['only spaces', { 'hear.story': '   ' }, ['hear.contact']],
    [
      'a step without its primary field',
      { 'hear.story': 'long', 'diagnose.link': 'https://x.example' },
      ['hear.contact', 'diagnose.cause'],
    ],
    ['a choice that is none', { 'hear.contact': 'maybe' }, ['hear.contact']],
    ['a text that is too long', { 'resolve.done': 'x'.repeat(2_001) }, ['resolve.done']],
    ['a date that is none', { 'resolve.done': 'x', 'resolve.promised': '2026-02-30' }, ['resolve.promised']],
    [
      'a link that runs code',
      { 'diagnose.cause': 'policy', 'diagnose.link': 'javascript:alert(1)' },
      ['diagnose.link'],
    ],
  ])('%s names the field and never quotes the value', (_name, values, fields) => {
    const read = readWork(values, fresh, words)

    if (!('fieldErrors' in read)) throw new Error('accepted')
    expect(Object.keys(read.fieldErrors)).toEqual(fields)
    for (const sentence of Object.values(read.fieldErrors)) {
      expect(sentence.length).toBeGreaterThan(10)
      expect(sentence).not.toMatch(/maybe|02-30|javascript|xxx/)
    }
  })

  it('takes several steps, trimmed, and leaves out what is empty or unknown', () => {
    const values = {
      'hear.contact': 'reached',
      'hear.story': '  It broke. ',
      'resolve.done': 'refund',
      'resolve.promised': '2026-11-30',
      'resolve.gesture': '',
      'nonsense.field': 'x',
    }

    expect(readWork(values, fresh, words)).toEqual({
      records: {
        hear: { contact: 'reached', story: 'It broke.' },
        resolve: { done: 'refund', promised: '2026-11-30' },
      },
      skip: null,
      close: null,
    })
  })
})

describe('what else a work form asks for', () => {
  it('skips the open steps that are left empty, with one reason for all', () => {
    const values = { 'hear.contact': 'reached', 'resolve.done': 'refund', skip: ' a mix-up ' }

    expect(readWork(values, fresh, words)).toMatchObject({
      skip: { steps: ['empathize', 'apologize', 'diagnose'], reason: 'a mix-up' },
    })
  })

  it('closes when resolve and diagnose are recorded or skipped with it', () => {
    const values = { 'resolve.done': 'refund', 'close.outcome': 'recovered' }

    expect(readWork(values, fresh, words)).toEqual({
      fieldErrors: { 'close.outcome': words.errors.closeNeedsSteps },
    })
    expect(readWork({ ...values, 'diagnose.cause': 'policy' }, fresh, words)).toMatchObject({
      close: { outcome: 'recovered' },
    })
    expect(readWork({ ...values, skip: 'a mix-up' }, fresh, words)).toMatchObject({
      close: { outcome: 'recovered' },
    })
  })

  it.each([
    ['a reason to skip where nothing is left empty', { ...filled, skip: 'why not' }, 'skip'],
    ['a note without an outcome', { ...filled, 'close.note': 'x' }, 'close.outcome'],
    ['unreachable without a note', { 'close.outcome': 'unreachable' }, 'close.note'],
  ])('names the field of %s', (_name, values, field) => {
    const read = readWork(values, fresh, words)

    expect('fieldErrors' in read ? Object.keys(read.fieldErrors) : []).toEqual([field])
  })
})

describe('the skip form', () => {
  it('offers what is not recorded, the first open step first', () => {
    const loop = loopIn('working', { steps: { hear: state({ a: 'b' }), empathize: state({}, 'known') } })
    const [step] = skipForm(loop, words)?.sections[0]?.fields ?? []

    expect(step?.options?.map((option) => option.value)).toEqual([
      'empathize',
      'apologize',
      'resolve',
      'diagnose',
    ])
    expect(step?.initial).toBe('apologize')
  })

  it('is none when everything is recorded', () => {
    expect(skipForm(loopIn('working', { steps: allDone }), words)).toBeNull()
  })

  it('needs a step and a reason', () => {
    expect(readSkip({ step: 'hear', reason: ' known ' }, words)).toMatchObject({
      skip: { steps: ['hear'], reason: 'known' },
    })
    expect(readSkip({}, words)).toEqual({
      fieldErrors: { step: words.errors.chooseStep, reason: words.errors.reasonMissing },
    })
  })
})

describe('the close form', () => {
  it('asks for a reason only while resolve or diagnose is open, and says which', () => {
    const open = closeForm(loopIn('working', { steps: { resolve: state({ done: 'x' }) } }), words)
    const done = closeForm(loopIn('working', { steps: allDone }), words)

    expect(open.sections).toHaveLength(2)
    expect(open.sections[1]?.text).toContain('Still open: Diagnose.')
    expect(done.sections.flatMap((section) => section.fields).map((field) => field.id)).toEqual([
      'outcome',
      'note',
    ])
  })

  it.each([
    ['no outcome', {}, {}, { outcome: words.errors.chooseOutcome }],
    [
      'recovered with open steps',
      {},
      { outcome: 'recovered', note: 'x' },
      { reason: words.errors.reasonMissing },
    ],
    ['unreachable without a note', {}, { outcome: 'unreachable' }, { note: words.errors.noteMissing }],
    [
      'a note that is too long',
      allDone,
      { outcome: 'lost', note: 'x'.repeat(501) },
      { note: words.errors.tooLong(500) },
    ],
  ])('%s is an error on the field that would help', (_name, done, values, fieldErrors) => {
    expect(readClose(values, { steps: done }, words)).toEqual({ fieldErrors })
  })

  it.each([
    ['with every step', allDone, { outcome: 'recovered' }],
    ['with a reason', {}, { outcome: 'lost', reason: 'they left' }],
    ['as a duplicate with a note', {}, { outcome: 'duplicate', note: 'see #2' }],
  ])('closes %s', (_name, done, values) => {
    expect(readClose(values, { steps: done }, words)).toMatchObject({
      close: { note: null, reason: null, ...values },
    })
  })
})

describe('titles and buttons', () => {
  it('fit into 24 characters', () => {
    for (const { title, submit } of [words.work, words.skip, words.close, words.reopen]) {
      expect(title.length).toBeLessThanOrEqual(24)
      expect(submit.length).toBeLessThanOrEqual(24)
    }
  })
})
