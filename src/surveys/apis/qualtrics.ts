import { z } from 'zod'
import type { Answer, AnswerCustomer } from '../answer.js'
import { commentAfter, type PlacedText } from '../comment-after.js'
import { Instant, Text } from '../fields.js'
import { readShape } from '../read-json.js'
import type { Parsed, SourceApi, ThinResponse } from '../source.js'

const kind = 'qualtrics'
const npsScale = { metric: 'nps', min: 0, max: 10, direction: 'high_is_good' } as const
const idNames = ['user_id', 'customer_id', 'externalDataReference'] as const
/** What Qualtrics itself puts beside the answers; embedded data has names of the team's own. */
const ownFields: ReadonlySet<string> = new Set([
  ...[
    'startDate',
    'endDate',
    'recordedDate',
    'status',
    'ipAddress',
    'progress',
    'duration',
    'finished',
    '_recordId',
  ],
  ...['locationLatitude', 'locationLongitude', 'distributionChannel'],
  ...['recipientEmail', 'recipientFirstName', 'recipientLastName', 'email', 'name', ...idNames],
])

const Display = z.object({ Display: Text }).nullish().catch(null)

const SurveyQuestion = z.object({
  QuestionType: Text,
  Selector: Text,
  QuestionText: Text,
  QuestionDescription: Text,
  /** An object by number; a list where there are none. */
  Choices: z.record(z.string(), Display).optional().catch(undefined),
  RecodeValues: z.record(z.string(), z.unknown()).optional().catch(undefined),
})
type SurveyQuestion = z.infer<typeof SurveyQuestion>

const Definition = z.object({
  result: z.object({ SurveyName: Text, Questions: z.record(z.string(), SurveyQuestion).catch({}) }),
})

const Response = z.object({ result: z.object({ values: z.record(z.string(), z.unknown()) }) })
type Values = z.infer<typeof Response>['result']['values']

/** Qualtrics' API, version 3. Its address holds the data centre, so it differs by customer. */
export const qualtricsApi: SourceApi = {
  base: null,
  headers: (token) => ({ 'x-api-token': token }),
  surveyPath: ({ surveyKey }) => `/API/v3/survey-definitions/${pathPart(surveyKey)}`,
  responsePath: ({ surveyKey, responseKey }) =>
    `/API/v3/surveys/${pathPart(surveyKey)}/responses/${pathPart(responseKey)}`,
  read,
}

function pathPart(key: string): string {
  return encodeURIComponent(key.toWellFormed())
}

/** A number that was given: which question it belongs to, by Qualtrics' key of it. */
interface Numbered {
  key: string
  title: string
  place: number
  nps: boolean
}

function read(thin: ThinResponse, documents: { survey: unknown; response: unknown }): Parsed {
  const { SurveyName, Questions } = readShape(kind, Definition, documents.survey).result
  const { values } = readShape(kind, Response, documents.response).result
  const questions = Object.entries(Questions)
  const texts = textsOf(questions, values)
  const recorded = Instant.safeParse(values['recordedDate'])
  const answers = questions
    .flatMap(([id, question], place) => numbersOf(id, question, place))
    .flatMap(({ key, title, place, nps }): Answer[] => {
      const score = values[key]
      if (typeof score !== 'number' || !Number.isFinite(score)) return []
      return [
        {
          responseKey: thin.responseKey,
          questionKey: key,
          questionTitle: title,
          version: thin.version,
          score,
          comment: commentAfter(place, texts),
          answeredAt: recorded.success ? recorded.data : thin.version,
          customer: customerOf(values),
          survey: SurveyName,
          segments: segmentsOf(values),
          permalink: thin.permalink,
          stated: nps ? npsScale : undefined,
        },
      ]
    })
  return answers.length > 0 ? { answers } : { ignored: 'no question with a scale was answered', answers: [] }
}

/**
 * The keys under which a question's numbers stand. A choice has a number too, though it may be a country: a question with
 * choices counts only where they show numbers or its author gave them values.
 */
function numbersOf(id: string, question: SurveyQuestion, place: number): Numbered[] {
  const { QuestionType, Selector, Choices, RecodeValues } = question
  const title = plain(question.QuestionDescription ?? question.QuestionText)
  const choices = Object.entries(Choices ?? {})
  if (QuestionType === 'MC') {
    const nps = Selector === 'NPS'
    const shown =
      choices.length > 1 && choices.every(([, choice]) => /^\s*\d{1,3}\b/.test(choice?.Display ?? ''))
    const single = !/^MA/.test(Selector ?? '')
    return nps || (single && (shown || RecodeValues !== undefined)) ? [{ key: id, title, place, nps }] : []
  }
  if (QuestionType !== 'Matrix' && QuestionType !== 'Slider') return []
  return choices.map(([number, row]) => ({
    key: `${id}_${number}`,
    title: `${title} ${plain(row?.Display)}`.trim(),
    place,
    nps: false,
  }))
}

function textsOf(questions: readonly (readonly [string, SurveyQuestion])[], values: Values): PlacedText[] {
  return questions.flatMap(([id, { QuestionType }], place) => {
    const words = values[`${id}_TEXT`]
    const written = QuestionType === 'TE' && typeof words === 'string' && words.trim() !== ''
    return written ? [[place, words] satisfies PlacedText] : []
  })
}

/** Question texts hold markup. */
function plain(text: string | undefined): string {
  return (text ?? '')
    .replace(/<[^<>]{0,200}>/g, ' ')
    .replace(/&nbsp;/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

function customerOf(values: Values): AnswerCustomer {
  const text = (name: string): string => fact(values[name])
  const name = `${text('recipientFirstName')} ${text('recipientLastName')}`.trim()
  return {
    externalId: idNames.map(text).find(Boolean),
    email: text('recipientEmail') || text('email') || undefined,
    name: name || text('name') || undefined,
  }
}

/** Embedded data: plan, country, agent. */
function segmentsOf(values: Values): Record<string, string> {
  const named = Object.entries(values).map(([name, value]) => [name, fact(value)] as const)
  return Object.fromEntries(
    named.filter(([name, value]) => value !== '' && !ownFields.has(name) && !/^QID\d/.test(name)),
  )
}

function fact(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
}
