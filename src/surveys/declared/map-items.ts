import { ExpressionProblem } from './expression.js'
import type { Metric } from '../question.js'
import type { Answer } from '../answer.js'
import { nothing, type Read, type Reading, type ValueCompiler } from './compile-value.js'
import type { Items, QuestionRule, ToolFile } from './tool-file.js'
import { idOfValue, looseText, numberOfText, scoreOf, wordOf } from './values.js'

/** What a delivery says of one question. */
export interface Told {
  key: string
  title: string | undefined
  score: number
  /** Its own words; null: it says that there are none; undefined: it says nothing of them. */
  comment: string | null | undefined
  stated: Answer['stated']
}

/** All that was answered: the numbers, and words that belong to all of them. */
export interface ToldAnswers {
  scores: Told[]
  /** Undefined: nothing is said of words. */
  texts: string[] | undefined
  /** The first question that was answered in words. */
  worded: { key: string; title: string | undefined } | undefined
}

interface Rule {
  place: string
  role: QuestionRule['role']
  /** Of items: whether this one is meant. */
  matches(item: Item): Promise<boolean>
  applies(reading: Reading): Promise<boolean>
  value: Read
  comment: Read
  key: string | undefined
  title: string | undefined
  stated: Answer['stated']
  words: ReadonlyMap<string, number> | null
}

interface Item {
  reading: Reading
  place: string
  id: string
  ref: string | undefined
  label: string | undefined
  type: string | undefined
  value: unknown
  comment: unknown
}

const mostItems = 1_000

/** Compiles what a file says of questions; the result reads one response. */
export function compileQuestions(
  file: ToolFile,
  compiler: ValueCompiler,
): (reading: Reading) => Promise<ToldAnswers> {
  const rules = file.questions.map((question, index) => compileRule(question, index, compiler))
  const fixed = rules.filter((_, index) => file.questions[index]?.value !== undefined)
  const matching = rules.filter((_, index) => file.questions[index]?.match !== undefined)
  const items = file.items ? compileItems(file.items, compiler) : null
  return async (reading) => {
    const told: ToldAnswers = { scores: [], texts: undefined, worded: undefined }
    for (const rule of fixed) await takeFixed(told, rule, reading)
    for (const item of items ? await items(reading) : []) {
      const rule = await firstMatching(matching, item)
      if (rule) takeItem(told, rule, item)
      else if (file.items) takeOther(told, file.items, item)
    }
    return told
  }
}

function compileRule(question: QuestionRule, index: number, compiler: ValueCompiler): Rule {
  const path = ['questions', index]
  const { match, metric, min, max, highIsGood } = question
  const when = compiler.value(question.when, [...path, 'when'])
  const matchBy = typeof match === 'string' ? compiler.value(match, [...path, 'match']) : null
  return {
    place: `questions[${index}]`,
    role: question.role,
    matches: async (item) => (matchBy ? truthy(await matchBy(item.reading)) : isMeant(match, item)),
    applies: async (reading) => question.when === undefined || truthy(await when(reading)),
    value: compiler.value(question.value, [...path, 'value']),
    comment:
      question.comment === undefined ? nothing : compiler.value(question.comment, [...path, 'comment']),
    key: question.key,
    title: question.title,
    stated: statedBy(metric, min, max, highIsGood),
    words: question.words
      ? new Map(Object.entries(question.words).map(([word, n]) => [wordOf(word), n]))
      : null,
  }
}

function statedBy(metric?: Metric, min?: number, max?: number, highIsGood?: boolean): Answer['stated'] {
  if (metric === undefined || min === undefined || max === undefined || highIsGood === undefined)
    return undefined
  return { metric, min, max, direction: highIsGood ? 'high_is_good' : 'low_is_good' }
}

function isMeant(match: QuestionRule['match'], item: Item): boolean {
  if (typeof match !== 'object') return false
  const names = ['id', 'ref', 'label', 'type'] as const
  const asked = names.filter((name) => match[name] !== undefined)
  return asked.length > 0 && asked.every((name) => match[name] === item[name])
}

/** What an expression of yes or no gave. */
export function truthy(value: unknown): boolean {
  return Array.isArray(value) ? value.some(Boolean) : Boolean(value)
}

function compileItems(items: Items, compiler: ValueCompiler): (reading: Reading) => Promise<Item[]> {
  const at = (name: keyof Items) => ['items', name]
  const of = compiler.value(items.of, at('of'))
  const id = compiler.value(items.id, at('id'))
  const ref = compiler.value(items.ref, at('ref'))
  const label = compiler.value(items.label, at('label'))
  const type = compiler.value(items.type, at('type'))
  const value = compiler.value(items.value, at('value'))
  const comment = compiler.value(items.comment, at('comment'))
  return async (reading) => {
    const list = listOf(await of(reading))
    if (list.length > mostItems) throw new ExpressionProblem(`items.of gives more than ${mostItems} items`)
    const found: Item[] = []
    for (const [index, input] of list.entries()) {
      const inner = { input, bindings: reading.bindings }
      const place = `items[${index}]`
      const key = idOfValue(await id(inner), `${place}.id`)
      if (key === undefined) throw new ExpressionProblem(`${place}.id is missing`)
      found.push({
        reading: inner,
        place,
        id: key,
        ref: looseText(await ref(inner)),
        label: looseText(await label(inner)),
        type: looseText(await type(inner)),
        value: await value(inner),
        comment: items.comment === undefined ? undefined : ((await comment(inner)) ?? null),
      })
    }
    return found
  }
}

/** One, several or none, as a list. */
export function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value as unknown[]
  return value === undefined || value === null ? [] : [value]
}

async function firstMatching(rules: readonly Rule[], item: Item): Promise<Rule | undefined> {
  for (const rule of rules) {
    if ((await rule.matches(item)) && (await rule.applies(item.reading))) return rule
  }
  return undefined
}

async function takeFixed(told: ToldAnswers, rule: Rule, reading: Reading): Promise<void> {
  if (rule.role === 'ignore' || !(await rule.applies(reading))) return
  const value = await rule.value(reading)
  if (rule.role === 'comment') return takeText(told, value)
  const score = scoreAt(rule, value, rule.place)
  if (score === undefined) return
  const comment = rule.comment === nothing ? undefined : ((await rule.comment(reading)) ?? null)
  told.scores.push({
    ...toldBy(rule),
    key: rule.key ?? '',
    title: rule.title,
    score,
    comment: wordsOf(comment),
  })
}

function takeItem(told: ToldAnswers, rule: Rule, item: Item): void {
  if (rule.role === 'ignore') return
  if (rule.role === 'comment')
    return takeText(told, item.value, { key: item.ref ?? item.id, title: item.label })
  const score = scoreAt(rule, item.value, item.place)
  if (score === undefined) return
  const title = rule.title ?? item.label
  told.scores.push({
    ...toldBy(rule),
    key: rule.key ?? item.ref ?? item.id,
    title,
    score,
    comment: wordsOf(item.comment),
  })
}

/** An item that no rule names: what nobody declared is never scored, but a team may bind it. */
function takeOther(told: ToldAnswers, { numbersAreTexts, others }: Items, item: Item): void {
  const number =
    typeof item.value === 'number' ? item.value : numbersAreTexts ? numberOfText(item.value) : undefined
  if (number === undefined || !Number.isFinite(number))
    return typeof item.value === 'string'
      ? takeText(told, item.value, { key: item.ref ?? item.id, title: item.label })
      : undefined
  if (others === 'ignore') return
  told.scores.push({
    key: item.ref ?? item.id,
    title: item.label,
    score: number,
    comment: wordsOf(item.comment),
    stated: undefined,
  })
}

function toldBy({ stated }: Rule): Pick<Told, 'stated'> {
  return { stated }
}

/** Nothing, or an empty text: it was not answered. @throws ExpressionProblem for what is no number of its question */
function scoreAt({ words }: Rule, value: unknown, place: string): number | undefined {
  if (value === undefined || value === null || value === '') return undefined
  const score = scoreOf(value, words)
  if (score !== undefined) return score
  throw new ExpressionProblem(`${place} is neither a number nor a word of its table`)
}

function takeText(told: ToldAnswers, value: unknown, question?: ToldAnswers['worded']): void {
  told.texts ??= []
  const text = looseText(value)
  if (text === undefined || text.trim() === '') return
  told.texts.push(text)
  told.worded ??= question
}

function wordsOf(comment: unknown): string | null | undefined {
  return comment === undefined || comment === null ? comment : (looseText(comment) ?? null)
}
