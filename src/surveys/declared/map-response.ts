import type { Answer, AnswerCustomer, Withdrawn } from '../answer.js'
import type { SourceSettings } from '../source-settings.js'
import type { Read, Reading, ValueCompiler } from './compile-value.js'
import { ExpressionProblem } from './expression.js'
import { compileQuestions, type Told, type ToldAnswers } from './map-items.js'
import { timeOf, TimeProblem, type TimeFormat } from './times.js'
import type { EventKind, TimeValue, ToolFile, Value } from './tool-file.js'
import { idOfValue, looseText, numberOfText } from './values.js'

/** What is known beside the delivery itself. */
export interface Circumstances {
  kind: EventKind
  now: number
  settings: SourceSettings
}

interface TimeRead {
  read: Read
  format: TimeFormat
  /** It may be a counter too. */
  ownFormat: boolean
}

/** The facts of a response that all of its answers share. */
interface Shared {
  responseKey: string
  version: number
  answeredAt: number
  customer: AnswerCustomer
  survey: string | undefined
  permalink: string | undefined
  segments: Record<string, string>
}

/** Reads one response. @throws ExpressionProblem */
export interface ReadResponse {
  /** An answer for each number in it. */
  answers(reading: Reading, around: Circumstances): Promise<Answer[]>
  /** Of one that was deleted at the tool. */
  withdrawn(reading: Reading, around: Circumstances): Promise<Withdrawn>
}

/** The question of an answer that is words only. */
const textQuestion = 'text'

export function compileResponse(file: ToolFile, compiler: ValueCompiler): ReadResponse {
  const questions = compileQuestions(file, compiler)
  const id = compiler.value(file.response.id, ['response', 'id'])
  const version = compileTime(file, 'version', compiler)
  const shared = compileShared(file, compiler, id, version)
  const comment = compiler.value(file.response.comment, ['response', 'comment'])
  const saysComment = file.response.comment !== undefined
  const { textOnly } = file.response

  return {
    async answers(reading, around) {
      const told = await questions(reading)
      if (told.scores.length === 0 && textOnly === undefined) return []
      const words = saysComment ? await comment(reading) : undefined
      if (saysComment && words !== undefined) told.texts = [looseText(words) ?? '', ...(told.texts ?? [])]
      const all = await shared(reading, around)
      if (told.scores.length > 0) return told.scores.map((score) => toAnswer(all, score, told))
      const only = commentOf(undefined, told.texts)
      if (only.comment === undefined) return []
      return [
        {
          ...all,
          questionKey: told.worded?.key ?? textQuestion,
          questionTitle: told.worded?.title,
          score: null,
          ...only,
          ...(textOnly === 'card' && { asksForPerson: true }),
        },
      ]
    },
    async withdrawn(reading, around) {
      const responseKey = await responseKeyAt(id, reading)
      // Without a version of its own, a deletion is later than whatever came before it.
      return { responseKey, version: await versionAt(version, reading, around, around.now), at: around.now }
    },
  }
}

async function responseKeyAt(id: Read, reading: Reading): Promise<string> {
  const key = idOfValue(await id(reading), 'response.id')
  if (key === undefined) throw new ExpressionProblem('response.id is missing')
  return key
}

function toAnswer(
  shared: Shared,
  { key, title, score, comment, stated }: Told,
  { texts }: ToldAnswers,
): Answer {
  return {
    ...shared,
    questionKey: key,
    questionTitle: title,
    score,
    stated,
    ...commentOf(comment, texts),
  }
}

/** A question's own words first, else what was written beside all of them. */
function commentOf(
  own: string | null | undefined,
  texts: readonly string[] | undefined,
): Pick<Answer, 'comment' | 'keepsComment'> {
  if (own) return { comment: own }
  if (texts === undefined) return own === null ? {} : { keepsComment: true }
  const words = texts.filter((text) => text.trim() !== '').join('\n')
  return words === '' ? {} : { comment: words }
}

function compileShared(
  file: ToolFile,
  compiler: ValueCompiler,
  id: Read,
  version: TimeRead | null,
): (reading: Reading, around: Circumstances) => Promise<Shared> {
  const { response, customer } = file
  const value = (name: 'survey' | 'permalink' | 'locale' | 'touchpoint') =>
    compiler.value(response[name], ['response', name])
  const [survey, permalink] = [value('survey'), value('permalink')]
  const locale = value('locale')
  const touchpoint = value('touchpoint')
  const who = (name: keyof typeof customer) => compiler.value(customer[name], ['customer', name])
  const [customerId, email, name] = [who('id'), who('email'), who('name')]
  const segments = compileSegments(file, compiler)
  const answeredAt = compileTime(file, 'answeredAt', compiler)
  return async (reading, around) => {
    const responseKey = await responseKeyAt(id, reading)
    const at = (await timeAt(answeredAt, reading, around, 'response.answeredAt')) ?? around.now
    const extra = {
      locale: looseText(await locale(reading)),
      touchpoint: looseText(await touchpoint(reading)),
    }
    return {
      responseKey,
      version: await versionAt(version, reading, around, at),
      answeredAt: at,
      customer: {
        externalId: idOfValue(await customerId(reading), 'customer.id'),
        email: looseText(await email(reading)),
        name: looseText(await name(reading)),
      },
      survey: looseText(await survey(reading)),
      permalink: looseText(await permalink(reading)),
      segments: { ...withTexts(extra), ...(await segments(reading)) },
    }
  }
}

function compileSegments(
  { segments }: ToolFile,
  compiler: ValueCompiler,
): (reading: Reading) => Promise<Record<string, string>> {
  if (typeof segments === 'string') {
    const all = compiler.value(segments, ['segments'])
    return async (reading) => {
      const found = await all(reading)
      return typeof found === 'object' && found !== null && !Array.isArray(found)
        ? withTexts({ ...found })
        : {}
    }
  }
  const named = Object.entries(segments).map(
    ([name, value]) => [name, compiler.value(value, ['segments', name])] as const,
  )
  return async (reading) => {
    const found: Record<string, unknown> = {}
    for (const [name, read] of named) found[name] = await read(reading)
    return withTexts(found)
  }
}

function withTexts(values: Readonly<Record<string, unknown>>): Record<string, string> {
  const texts = Object.entries(values).map(([name, value]) => [name, looseText(value) ?? ''] as const)
  return Object.fromEntries(texts.filter(([, text]) => text.trim() !== ''))
}

function compileTime(
  file: ToolFile,
  name: 'answeredAt' | 'version',
  compiler: ValueCompiler,
): TimeRead | null {
  const declared: TimeValue | undefined = file.response[name]
  if (declared === undefined) return null
  const own = typeof declared === 'object' && 'value' in declared ? declared : null
  const value: Value = own ? own.value : (declared as Value)
  const zone = own?.zone ?? file.times.zone
  const format = { format: own?.format ?? file.times.format ?? 'iso', zone }
  return { read: compiler.value(value, ['response', name]), format, ownFormat: own?.format !== undefined }
}

/** Undefined: the file names no such time. */
async function timeAt(
  time: TimeRead | null,
  reading: Reading,
  { settings }: Circumstances,
  place: string,
): Promise<number | undefined> {
  if (time === null) return undefined
  const value = await time.read(reading)
  if (value === undefined || value === null || value === '')
    throw new ExpressionProblem(`${place} is missing`)
  try {
    return timeOf(value, { ...time.format, zone: time.format.zone ?? settings.assumeZone })
  } catch (error) {
    if (error instanceof TimeProblem) throw new ExpressionProblem(`${place} ${error.message}`)
    throw error
  }
}

const highestVersion = 2 ** 53 - 1

/** A counter as it is, or a time; else the time of the answer. What is finished outranks the part that came before it. */
async function versionAt(
  time: TimeRead | null,
  reading: Reading,
  around: Circumstances,
  at: number,
): Promise<number> {
  const value = time === null ? undefined : await time.read(reading)
  const absent = value === undefined || value === null || value === ''
  if (time === null || absent) return around.kind === 'partial' ? Math.max(0, at - 1) : at
  const count = time.ownFormat ? undefined : typeof value === 'number' ? value : numberOfText(value)
  if (count === undefined) return (await timeAt(time, reading, around, 'response.version')) ?? at
  if (Number.isInteger(count) && count >= 0 && count <= highestVersion) return count
  throw new ExpressionProblem('response.version must be a whole number from 0, or a time')
}
