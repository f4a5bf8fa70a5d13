import { describe, expect, it } from 'vitest'
import { messagesFor } from '../../src/messages/messages.js'
import { bindForm, readBindForm, type AskedFor } from '../../src/surveys/bind-form.js'
import type { BindChoice, BindForm } from '../../src/chat/views.js'
import type { Question } from '../../src/surveys/question.js'

const messages = messagesFor('en')
const { form: words } = messages.binding

const asked: AskedFor = {
  noticeId: '0191f7a0-0000-7000-8000-000000000001',
  source: 'our-app',
  question: 'How easy was it?',
  survey: null,
  endLabels: { low: 'very hard', high: 'very easy' },
  observed: { lowest: 2, highest: 7 },
}
const bound: Question = {
  id: '0191f7a0-0000-7000-8000-000000000002',
  workspaceId: '0191f7a0-0000-7000-8000-000000000003',
  sourceId: '0191f7a0-0000-7000-8000-000000000004',
  key: 'q1',
  title: null,
  metric: 'ces',
  min: 1,
  max: 7,
  direction: 'low_is_good',
  good: { from: 1, to: 3 },
  bad: { from: 5, to: 7 },
  survey: null,
  touchpoint: null,
  programme: 'relational',
  boundBy: 'Ben',
}

function shown(
  choice: BindChoice | null,
  over: { bound?: Question; typed?: Record<string, string> } = {},
): BindForm {
  return bindForm(asked, { bound: null, seen: null, choice, typed: {}, ...over }, messages)
}

const fieldsOf = (form: BindForm) => form.sections.flatMap(({ fields }) => fields)
const initialOf = (form: BindForm) =>
  Object.fromEntries(fieldsOf(form).flatMap(({ id, initial }) => (initial ? [[id, initial]] : [])))

describe('the form that says what a number means', () => {
  it('asks first what the number tells, and shows what is known of the question', () => {
    const form = shown(null)
    expect(form.turn?.options?.map(({ value }) => value)).toEqual(['nps', 'csat', 'ces', 'ignore'])
    expect(fieldsOf(form)).toEqual([])
    const text = form.sections[0]?.text ?? ''
    for (const part of ['How easy was it?', 'very hard', 'very easy', 'from 2 to 7'])
      expect(text).toContain(part)
  })

  it('never fills in an end of the scale that nobody said', () => {
    expect(initialOf(shown('csat'))).toEqual({ programme: 'transactional' })
    expect(fieldsOf(shown('csat')).map(({ id }) => id)).toEqual([
      'min',
      'max',
      'direction',
      'good',
      'bad',
      'programme',
    ])
  })

  it('shows the usual cut-offs of the metric', () => {
    const hint = (choice: BindChoice) => fieldsOf(shown(choice)).find(({ id }) => id === 'good')?.hint
    expect(hint('csat')).toContain('1-5: good 4-5, bad 1-2')
    expect(hint('ces')).toContain('1-7: good 5-7, bad 1-3')
  })

  it('asks for nothing that NPS fixes', () => {
    expect(fieldsOf(shown('nps')).map(({ id }) => id)).toEqual(['programme'])
    expect(fieldsOf(shown('ignore'))).toEqual([])
  })

  it('shows what is bound already, which cannot be made no score', () => {
    const form = shown(null, { bound })
    expect(form.turn).toMatchObject({ initial: 'ces' })
    expect(form.turn?.options?.map(({ value }) => value)).toEqual(['nps', 'csat', 'ces'])
    expect(initialOf(form)).toEqual({
      min: '1',
      max: '7',
      direction: 'low_is_good',
      good: '1-3',
      bad: '5-7',
      programme: 'relational',
    })
    expect(initialOf(shown('csat', { bound }))).toEqual({ programme: 'transactional' })
  })

  it('keeps what was typed when it turns', () => {
    expect(initialOf(shown('ces', { typed: { min: '1', max: '5' } }))).toMatchObject({ min: '1', max: '5' })
  })
})

const csat = { min: '1', max: '5', direction: 'high_is_good', programme: 'transactional' }

describe('what was entered', () => {
  it('is a scale with the usual cut-offs, or with those entered', () => {
    const usual = { metric: 'csat', min: 1, max: 5, good: { from: 4, to: 5 }, bad: { from: 1, to: 2 } }
    expect(readBindForm('csat', csat, messages)).toEqual({
      entered: { ...usual, direction: 'high_is_good', programme: 'transactional' },
    })
    expect(readBindForm('csat', { ...csat, good: '5', bad: '1-3' }, messages)).toMatchObject({
      entered: { good: { from: 5, to: 5 }, bad: { from: 1, to: 3 } },
    })
    expect(readBindForm('nps', { programme: 'relational' }, messages)).toMatchObject({
      entered: { metric: 'nps', min: 0, max: 10, bad: { from: 0, to: 6 } },
    })
    expect(readBindForm('ignore', {}, messages)).toBe('ignore')
  })

  it.each<[string, BindChoice | null, Record<string, string>, Record<string, unknown>]>([
    ['nothing chosen', null, csat, { metric: words.errors.metric }],
    ['no number', 'csat', { ...csat, min: 'one' }, { min: words.errors.number }],
    [
      'ends missing',
      'ces',
      { programme: 'relational', direction: 'low_is_good' },
      { min: words.errors.number, max: words.errors.number },
    ],
    ['ends the wrong way round', 'csat', { ...csat, min: '5', max: '1' }, { max: words.errors.order }],
    ['ends too far', 'csat', { ...csat, max: '101' }, { max: words.errors.order }],
    ['no direction', 'csat', { ...csat, direction: '' }, { direction: words.errors.direction }],
    ['one band alone', 'csat', { ...csat, good: '4-5' }, { bad: words.errors.bothBands }],
    ['no range', 'csat', { ...csat, good: 'four', bad: '1' }, { good: words.errors.range }],
    ['no programme', 'csat', { ...csat, programme: '' }, { programme: words.errors.programme }],
    [
      'no usual cut-offs',
      'csat',
      { ...csat, max: '10' },
      { good: expect.stringContaining('no agreed cut-offs') },
    ],
    [
      'bands that overlap',
      'csat',
      { ...csat, good: '3-5', bad: '1-3' },
      { bad: expect.stringContaining('overlap') },
    ],
    [
      'a bad band outside',
      'csat',
      { ...csat, good: '4-5', bad: '0-2' },
      { bad: expect.stringContaining('within 1-5') },
    ],
  ])('is refused at its field: %s', (_, choice, typed, fieldErrors) => {
    expect(readBindForm(choice, typed, messages)).toEqual({ fieldErrors })
  })
})
