import { describe, expect, it } from 'vitest'
import type { Form } from '../../src/chat/views.js'
import { workForm } from '../../src/loops/forms.js'
import { readWork } from '../../src/loops/forms-read.js'
import { heardFields } from '../../src/loops/heard-fields.js'
import { steps, type Loop, type StepState } from '../../src/loops/loop.js'
import { messagesFor } from '../../src/messages/messages.js'
import { ana, loopIn, t0 } from './sample-loop.js'

const words = messagesFor('en').forms

function state(record: Record<string, string>, skippedReason: string | null = null): StepState {
  return { record, skippedReason, by: ana, at: t0 }
}

const allDone: Loop['steps'] = Object.fromEntries(steps.map((step) => [step, state({ any: 'x' })]))

describe('the work form', () => {
  it('has every field of every open step, with words for each, and none required', () => {
    const form = workForm(loopIn('claimed'), words, { part: 'all' })
    const ofSteps = form.sections.slice(0, 5)
    const fields = ofSteps.flatMap((section) => section.fields)

    expect(fields.map((field) => field.id)).toEqual(
      steps.flatMap((step) => heardFields[step].fields.map(({ name }) => `${step}.${name}`)),
    )
    for (const field of form.sections.flatMap((section) => section.fields)) {
      expect(field.optional).toBe(true)
      expect(field.label).not.toBe('')
      for (const { value, label } of field.options ?? []) expect(label).not.toBe(value)
    }
    expect(ofSteps.every((section) => (section.text ?? '').length > 20)).toBe(true)
    expect(form.sections.slice(5).flatMap(({ fields }) => fields.map(({ id }) => id))).toEqual([
      'skip',
      'close.outcome',
      'close.note',
    ])
  })

  it('begins with the next step, and may be turned to another or to all that is open', () => {
    const loop = loopIn('working', {
      steps: { hear: state({ contact: 'reached' }), empathize: state({}, 'known') },
    })
    const form = workForm(loop, words)

    expect(form).toMatchObject({ part: 'apologize', turn: { initial: 'apologize' } })
    expect(form.turn?.options?.map(({ label }) => label)).toEqual([
      'Hear (done)',
      'Empathize (skipped)',
      'Apologize',
      'Resolve',
      'Diagnose',
      'All that is open (3)',
    ])
    expect(fieldIdsOf(form)).toEqual(['apologize.message', 'apologize.by', 'skip'])
  })

  it('offers to close with the last open step', () => {
    const loop = loopIn('working', { steps: { ...allDone, diagnose: undefined } })
    const form = workForm(loop, words)

    expect(form.part).toBe('diagnose')
    expect(fieldIdsOf(form).slice(-3)).toEqual(['skip', 'close.outcome', 'close.note'])
  })

  it('shows what is recorded and what was skipped', () => {
    const loop = loopIn('working', {
      steps: {
        hear: state({ contact: 'reached', story: 'It broke.' }),
        apologize: state({}, 'no fault of ours'),
      },
    })
    const [hear] = workForm(loop, words, { part: 'hear' }).sections
    const [apologize] = workForm(loop, words, { part: 'apologize' }).sections

    expect(hear?.heading).toBe('Hear (done by Ana)')
    expect(hear?.fields.map((field) => field.initial)).toEqual([undefined, 'reached', 'It broke.', undefined])
    expect(apologize?.text).toBe('Skipped: no fault of ours')
  })

  it('begins where something was typed, and shows it beside what is recorded', () => {
    const loop = loopIn('working', { steps: { hear: state({ contact: 'reached' }) } })
    const one = workForm(loop, words, { typed: { 'hear.contact': 'attempted' } })
    const two = workForm(loop, words, { typed: { 'hear.contact': 'attempted', 'resolve.done': 'refund' } })

    expect(one.part).toBe('hear')
    expect(one.sections[0]?.fields[1]).toMatchObject({
      initial: 'attempted',
      hint: 'Ana recorded: Yes, we talked',
    })
    expect(two.part).toBe('all')
    expect(fieldIdsOf(two)).toContain('hear.contact')
    expect(two.turn?.options?.[3]?.label).toBe('Resolve · draft')
  })

  it('comes back as it went out', () => {
    const loop = loopIn('working', { steps: { hear: state({ contact: 'reached', wants: 'a call' }) } })
    const fields = workForm(loop, words, { part: 'hear' }).sections.flatMap((section) => section.fields)
    const values = Object.fromEntries(
      fields.flatMap(({ id, initial }) => (initial === undefined ? [] : [[id, initial]])),
    )

    expect(readWork(values, { loop, part: 'hear' }, words)).toEqual({
      records: { hear: { contact: 'reached', wants: 'a call' } },
      skip: null,
      close: null,
    })
  })
})

function fieldIdsOf(form: Form): string[] {
  return form.sections.flatMap((section) => section.fields.map(({ id }) => id))
}
