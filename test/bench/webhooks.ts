import { createHmac } from 'node:crypto'
import { seededRandom } from '../support/random.js'

/** Where a server takes deliveries. */
export interface Target {
  port: number
  path: string
  secret: string
}

export interface Answer {
  score: number
  survey: string
  customer: number
}

const comments = [
  'The new checkout is nicer, but the export still takes far too long to finish.',
  'Support took nine days to answer, and then it was a form letter.',
  'Does what it says. Nothing to add.',
  'Wir nutzen es jeden Tag – größtenteils läuft es.',
  'I asked twice for an invoice with our VAT number on it. Nobody reacted until I called.',
]
const plans = ['free', 'pro', 'team', 'enterprise']
const countries = ['NL', 'DE', 'ES', 'US', 'JP', 'BR', 'IN', 'FR']
/** So many customers answer, some of them more than once. */
const customers = 200_000

/** Half of the answers are promoters', a bit over a fifth are detractors' and raise an alert. */
function scoreOf(random: () => number): number {
  const band = random()
  if (band < 0.22) return Math.floor(random() * 7)
  return band < 0.5 ? 7 + Math.floor(random() * 2) : 9 + Math.floor(random() * 2)
}

/** Answers without end, the same for the same seed. */
export function answers(seed: number): () => Answer {
  const random = seededRandom(seed)
  return () => ({
    score: scoreOf(random),
    survey: 'Quarterly relationship survey',
    customer: Math.floor(random() * customers),
  })
}

const choices = ['Support', 'Price', 'Speed', 'Missing features'].map((label, index) => ({
  id: `Choice${index}Area`,
  ref: `7a7749d2-5cd6-4bf7-9726-65c7ab11ec8${index}`,
  label,
}))

const definition = {
  id: 'Zx81form',
  fields: [
    {
      id: 'Nps1FieldId',
      ref: '814b9fc2-e6d2-4672-accf-22f754b84f20',
      type: 'nps',
      title: 'How likely are you to recommend us to a friend or colleague?',
      properties: {},
    },
    {
      id: 'Area1FieldId',
      ref: 'cd2b4176-db9a-49bb-a918-4463720bbc79',
      type: 'multiple_choice',
      title: 'What is it mostly about?',
      properties: {},
      choices,
    },
    {
      id: 'Why1FieldId',
      ref: 'e1503b62-0241-4269-9902-5c539abf305e',
      type: 'long_text',
      title: 'What is the main reason for your score?',
      properties: {},
    },
    {
      id: 'Mail1FieldId',
      ref: '5b839dbb-566b-47de-a47e-b0914d9ccf7c',
      type: 'email',
      title: 'Where can we reach you?',
      properties: {},
    },
  ],
  endings: [{ id: 'DefaultScreen', ref: 'default_ref', type: 'thankyou_screen', title: 'Thank you!' }],
}
const [nps, area, why, mail] = definition.fields.map(({ id, ref, type }) => ({ id, type, ref }))
export const npsRef = nps?.ref ?? ''

/** A body as Typeform posts it: 2.3 kB, the middle of the samples in its documentation. @param unique names the delivery; @param at epoch ms */
export function typeformBody(answer: Answer, unique: string, at: number): string {
  const submitted = new Date(at).toISOString().replace(/\.\d+Z$/, 'Z')
  const { customer } = answer
  return JSON.stringify({
    event_id: `ev-${unique}`,
    event_type: 'form_response',
    form_response: {
      form_id: definition.id,
      token: `tok-${unique}`,
      landed_at: submitted,
      submitted_at: submitted,
      hidden: {
        user_id: `cus_${customer}`,
        name: `Customer ${customer}`,
        plan: plans[customer % plans.length],
        country: countries[customer % countries.length],
      },
      calculated: { score: 0 },
      variables: [
        { key: 'score', type: 'number', number: 0 },
        { key: 'winning_outcome_id', type: 'outcome_id', outcome_id: '' },
      ],
      definition: { ...definition, title: answer.survey },
      answers: [
        { type: 'number', number: answer.score, field: nps },
        { type: 'choice', choice: choices[customer % choices.length], field: area },
        { type: 'text', text: comments[customer % comments.length], field: why },
        { type: 'email', email: `customer.${customer}@customers.example`, field: mail },
      ],
      ending: { id: 'DefaultScreen', ref: 'default_ref' },
    },
  })
}

/** One whole HTTP request, signed. */
export function webhookRequest(target: Target, body: string): Buffer {
  const bytes = Buffer.from(body)
  const signature = createHmac('sha256', target.secret).update(bytes).digest('base64')
  const head =
    `POST ${target.path} HTTP/1.1\r\nhost: 127.0.0.1:${target.port}\r\nuser-agent: Typeform Webhooks\r\n` +
    `accept-encoding: gzip\r\ncontent-type: application/json\r\ntypeform-signature: sha256=${signature}\r\n` +
    `content-length: ${bytes.length}\r\n\r\n`
  return Buffer.concat([Buffer.from(head), bytes])
}
