import { z } from 'zod'
import type { Answer, AnswerCustomer } from '../answer.js'
import { commentAfter, type PlacedText } from '../comment-after.js'
import { Instant, Text } from '../fields.js'
import { readShape } from '../read-json.js'
import type { Parsed, SourceApi, ThinResponse } from '../source.js'

const kind = 'surveymonkey'
const idNames = ['user_id', 'customer_id'] as const
const identity: ReadonlySet<string> = new Set([...idNames, 'email', 'name'])

const Id = z.union([z.string(), z.number()], 'must be a text or a number').transform(String)

const SurveyQuestion = z.object({
  id: Id,
  family: Text,
  headings: z.array(z.object({ heading: Text })).catch([]),
  display_options: z.object({ display_type: Text }).nullish().catch(null),
  answers: z
    .object({
      choices: z
        .array(z.object({ id: Id, text: Text, weight: z.number().nullish().catch(null) }))
        .optional()
        .catch(undefined),
      rows: z
        .array(z.object({ id: Id, text: Text }))
        .optional()
        .catch(undefined),
    })
    .nullish()
    .catch(null),
})
type SurveyQuestion = z.infer<typeof SurveyQuestion>

const Survey = z.object({
  title: Text,
  pages: z.array(z.object({ questions: z.array(SurveyQuestion).default([]) })),
})

const Given = z.object({
  choice_id: Id.optional().catch(undefined),
  row_id: Id.optional().catch(undefined),
  text: Text,
})
const ContactField = z.object({ value: Text }).nullish().catch(null)

const Response = z.object({
  date_created: Instant,
  date_modified: Instant,
  analyze_url: Text,
  custom_variables: z.record(z.string(), Text).nullish().catch(null),
  metadata: z
    .object({
      contact: z
        .object({ email: ContactField, first_name: ContactField, last_name: ContactField })
        .nullish()
        .catch(null),
    })
    .nullish()
    .catch(null),
  pages: z.array(
    z.object({ questions: z.array(z.object({ id: Id, answers: z.array(Given).default([]) })).default([]) }),
  ),
})
type Response = z.infer<typeof Response>

/** SurveyMonkey's API, version 3. Ratings and NPS are questions of the family matrix, their answers the ids of choices. */
export const surveymonkeyApi: SourceApi = {
  base: 'https://api.surveymonkey.com/v3',
  headers: (token) => ({ authorization: `Bearer ${token}` }),
  surveyPath: ({ surveyKey }) => `/surveys/${pathPart(surveyKey)}/details`,
  responsePath: ({ surveyKey, responseKey }) =>
    `/surveys/${pathPart(surveyKey)}/responses/${pathPart(responseKey)}/details`,
  read,
}

function pathPart(key: string): string {
  return encodeURIComponent(key.toWellFormed())
}

function read(thin: ThinResponse, documents: { survey: unknown; response: unknown }): Parsed {
  const survey = readShape(kind, Survey, documents.survey)
  const response = readShape(kind, Response, documents.response)
  const questions = survey.pages.flatMap((page) => page.questions)
  const given = new Map(
    response.pages.flatMap((page) => page.questions.map(({ id, answers }) => [id, answers] as const)),
  )
  const texts = textsOf(questions, given)
  const answers = questions.flatMap((question, place) =>
    (given.get(question.id) ?? []).flatMap((one): Answer[] => {
      const score = scoreOf(question, one)
      if (score === undefined) return []
      const comment = ownWords(given.get(question.id)) ?? commentAfter(place, texts)
      return [
        {
          responseKey: thin.responseKey,
          ...identityOf(question, one),
          version: response.date_modified,
          score,
          comment,
          answeredAt: response.date_created,
          customer: customerOf(response),
          survey: survey.title,
          segments: segmentsOf(response),
          permalink: response.analyze_url,
        },
      ]
    }),
  )
  return answers.length > 0 ? { answers } : { ignored: 'no rating was answered', answers: [] }
}

type GivenAnswer = z.infer<typeof Given>

/** The number that the choice shows; where it shows words or a star, the weight that the survey's author gave it. */
function scoreOf(
  { family, display_options, answers }: SurveyQuestion,
  given: GivenAnswer,
): number | undefined {
  if (display_options?.display_type === 'slider' && family === 'open_ended') return numberIn(given.text)
  if (family !== 'matrix' || given.choice_id === undefined) return undefined
  const choice = answers?.choices?.find(({ id }) => id === given.choice_id)
  return choice && (numberIn(choice.text) ?? choice.weight ?? undefined)
}

function numberIn(text: string | undefined): number | undefined {
  const digits = /^\s*(-?\d{1,6}(?:\.\d{1,4})?)\s*$/.exec(text ?? '')?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/** Each row of a matrix is a question of its own; a rating has one. */
function identityOf(
  { id, headings, answers }: SurveyQuestion,
  { row_id }: GivenAnswer,
): Pick<Answer, 'questionKey' | 'questionTitle'> {
  const heading = headings.map((part) => plain(part.heading)).join(' ')
  const rows = answers?.rows ?? []
  const row = rows.length > 1 ? rows.find((one) => one.id === row_id) : undefined
  if (!row) return { questionKey: id, questionTitle: heading }
  return { questionKey: `${id}:${row.id}`, questionTitle: `${heading} ${plain(row.text)}`.trim() }
}

/** Headings may hold markup. */
function plain(text: string | undefined): string {
  return (text ?? '').replace(/<[^<>]{0,200}>/g, '').trim()
}

/** What was written beside the number of the same question. */
function ownWords(given: readonly GivenAnswer[] | undefined): string | undefined {
  return given?.find(({ choice_id, text }) => choice_id === undefined && text && numberIn(text) === undefined)
    ?.text
}

function textsOf(
  questions: readonly SurveyQuestion[],
  given: ReadonlyMap<string, readonly GivenAnswer[]>,
): PlacedText[] {
  return questions.flatMap(({ id, family, display_options }, place) => {
    if (family !== 'open_ended' || display_options?.display_type === 'slider') return []
    const words = (given.get(id) ?? []).map(({ text }) => text?.trim() ?? '').filter(Boolean)
    return words.length > 0 ? [[place, words.join('\n')] satisfies PlacedText] : []
  })
}

/** What the sender put into the link comes first, then the contact that the survey was sent to. */
function customerOf({ custom_variables, metadata }: Response): AnswerCustomer {
  const sent = custom_variables ?? {}
  const contact = metadata?.contact
  const name = [contact?.first_name?.value, contact?.last_name?.value].filter(Boolean).join(' ')
  return {
    externalId: idNames.map((one) => sent[one]).find(Boolean),
    email: (sent['email'] ?? contact?.email?.value) || undefined,
    name: (sent['name'] ?? name) || undefined,
  }
}

function segmentsOf({ custom_variables }: Response): Record<string, string> {
  return Object.fromEntries(
    Object.entries(custom_variables ?? {}).filter(
      (entry): entry is [string, string] => !identity.has(entry[0]) && Boolean(entry[1]),
    ),
  )
}
