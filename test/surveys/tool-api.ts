import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A survey tool's API: answers what it was given, to those who show the token, and notes what it was asked. */
export interface ToolApi {
  base: string
  asked: string[]
  /** What the next calls are answered instead. */
  faults: { status: number; headers?: Record<string, string> }[]
  documents: Map<string, unknown>
  close(): Promise<void>
}

/** @param shown the header that must stand there, and its value */
export async function openToolApi(shown: { header: string; value: string }): Promise<ToolApi> {
  const asked: string[] = []
  const faults: ToolApi['faults'] = []
  const documents = new Map<string, unknown>()
  const server = createServer((req, res) => {
    asked.push(`${req.method ?? ''} ${req.url ?? ''}`)
    const fault = faults.shift()
    const authentic = req.headers[shown.header] === shown.value
    const document = documents.get(req.url ?? '')
    const status = fault?.status ?? (!authentic ? 401 : req.method !== 'GET' ? 405 : document ? 200 : 404)
    res.writeHead(status, { 'content-type': 'application/json', ...fault?.headers })
    res.end(JSON.stringify(status === 200 ? document : { error: status }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    base: `http://127.0.0.1:${port}`,
    asked,
    faults,
    documents,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** What SurveyMonkey's API says of a survey with a rating and a text. */
export const monkeySurvey = {
  title: 'After support',
  pages: [
    {
      questions: [
        {
          id: '1',
          family: 'matrix',
          headings: [{ heading: 'How <b>satisfied</b> are you?' }],
          answers: {
            rows: [{ id: '11', text: '' }],
            choices: [
              { id: '101', text: '', weight: 1 },
              { id: '102', text: '', weight: 2 },
            ],
          },
        },
        { id: '2', family: 'open_ended', headings: [{ heading: 'Why?' }] },
      ],
    },
  ],
}

/** What SurveyMonkey's API says of one response. */
export function monkeyResponse(choice: string, at: number): unknown {
  const time = new Date(at).toISOString().replace(/\.\d+Z$/, '+00:00')
  return {
    date_created: time,
    date_modified: time,
    analyze_url: 'https://www.surveymonkey.com/analyze/browse/abc?respondent_id=900',
    custom_variables: { user_id: 'cus_42', plan: 'team' },
    metadata: { contact: { email: { value: 'priya@customers.example' }, first_name: { value: 'Priya' } } },
    pages: [
      {
        questions: [
          { id: '1', answers: [{ row_id: '11', choice_id: choice }] },
          { id: '2', answers: [{ text: 'Two weeks for an answer' }] },
        ],
      },
    ],
  }
}

/** What Qualtrics' API says of a survey with an NPS, a text and a country. */
export const qualtricsSurvey = {
  result: {
    SurveyName: 'Quarterly',
    Questions: {
      QID1: {
        QuestionType: 'MC',
        Selector: 'NPS',
        QuestionDescription: 'How likely are you to recommend us?',
      },
      QID2: { QuestionType: 'TE', Selector: 'SL', QuestionDescription: 'Why?' },
      QID3: {
        QuestionType: 'MC',
        Selector: 'SAVR',
        Choices: { 1: { Display: 'Greece' }, 2: { Display: 'Peru' } },
      },
    },
  },
}
