import type { CanonicalAnswer, TypeformAnswer } from './deliveries.js'
import { pick, seededRandom } from './random.js'

const day = 86_400_000
const people = [
  'Mara Lindqvist',
  'Tom Okafor',
  'Yuki Tanaka',
  'Elif Demir',
  'Jonas Weber',
  'Priya Nair',
  'Sofia Rossi',
  'Liam Walsh',
  'Ana Costa',
  'Noah Klein',
]
const plans = ['starter', 'team', 'enterprise']
const happy = [
  'Support answered within minutes.',
  'Does what it says.',
  '',
  '',
  'The new export saves me an hour a week.',
  'Great onboarding!',
  '',
]
const soso = ['Fine, but the mobile app is slow.', '', 'Good, a bit pricey.', '', 'Search could be better.']
const unhappy = [
  'Waited three days for an answer.',
  'The invoice was wrong again.',
  'Lost my data after the update.',
  '',
  'I had to explain it to four people.',
  'Cancelled the call twice.',
]

function comment(random: () => number, kind: 'happy' | 'soso' | 'unhappy'): string {
  return pick(random, { happy, soso, unhappy }[kind])
}

/** A score out of 10: mostly good, and a little better than it was three months ago. */
function npsScore(random: () => number, ageDays: number): number {
  const roll = random() + (ageDays > 45 ? -0.04 : 0.03)
  if (roll > 0.52) return 9 + Math.floor(random() * 2)
  if (roll > 0.22) return 7 + Math.floor(random() * 2)
  return Math.floor(random() ** 0.6 * 7)
}

const npsKind = (score: number) => (score >= 9 ? 'happy' : score >= 7 ? 'soso' : 'unhappy')

/** About 90 days of the past: relationship NPS, and effort after support, on "made it easy, 1-7". Loaded for the scores only. */
export function pastAnswers(seed: number, now: number): CanonicalAnswer[] {
  const random = seededRandom(seed)
  const answers: CanonicalAnswer[] = []
  for (let age = 89; age >= 0; age--) {
    const many = 6 + Math.floor(random() * 7)
    for (let i = 0; i < many; i++) {
      const who = Math.floor(random() * 400)
      const name = pick(random, people)
      const effort = random() < 0.35
      const score = effort ? Math.min(7, 1 + Math.floor(random() ** 0.45 * 7)) : npsScore(random, age)
      answers.push({
        deliveryId: `msg_past_${age}_${i}`,
        responseId: `past-${age}-${i}`,
        question: effort
          ? { key: 'made-it-easy', title: 'The company made it easy to handle my issue.' }
          : { key: 'recommend', title: 'How likely are you to recommend us?' },
        metric: effort ? 'ces' : 'nps',
        scale: effort
          ? { min: 1, max: 7, direction: 'high_is_good' }
          : { min: 0, max: 10, direction: 'high_is_good' },
        score,
        comment: comment(random, effort ? (score >= 5 ? 'happy' : 'unhappy') : npsKind(score)),
        customer: { id: `c${who}`, email: `c${who}@customers.example`, name },
        survey: effort ? 'After support' : 'Relationship',
        plan: pick(random, plans),
        answeredAt: new Date(now - age * day - Math.floor(random() * 20_000_000) - 60_000),
        backfill: true,
      })
    }
  }
  return answers
}

/** What comes in from Typeform while the demo runs: one clear detractor, and people who are fine. */
export function typeformToday(now: number): TypeformAnswer[] {
  const said: [string, number, string, string][] = [
    [
      'Mara Lindqvist',
      3,
      'I was promised a call back on Monday. Nobody called, and the invoice is still wrong.',
      'enterprise',
    ],
    ['Tom Okafor', 9, 'Quick and friendly, thank you.', 'team'],
    ['Yuki Tanaka', 8, '', 'starter'],
    ['Elif Demir', 10, 'The new dashboard is lovely.', 'team'],
  ]
  return said.map(([name, score, text, plan], i) => ({
    eventId: `01HEARDDEMO${now}${i}`,
    token: `tok-${now}-${i}`,
    score,
    comment: text,
    email: `${name.toLowerCase().replace(' ', '.')}@customers.example`,
    name,
    plan,
    submittedAt: new Date(now - (said.length - i) * 1000),
  }))
}

/** Effort answers of today: the same 6 is easy on one scale and hard on the other. */
export function effortToday(now: number): CanonicalAnswer[] {
  const base = {
    score: 6,
    survey: 'After support',
    plan: 'team',
    answeredAt: new Date(now - 500),
    backfill: false,
  }
  return [
    {
      ...base,
      deliveryId: `msg_easy_${now}`,
      responseId: `easy-${now}`,
      question: { key: 'made-it-easy', title: 'The company made it easy to handle my issue.' },
      metric: 'ces',
      scale: { min: 1, max: 7, direction: 'high_is_good' },
      comment: 'Sorted in one chat.',
      customer: { id: 'easy-1', email: 'liam.walsh@customers.example', name: 'Liam Walsh' },
    },
    {
      ...base,
      deliveryId: `msg_hard_${now}`,
      responseId: `hard-${now}`,
      question: { key: 'how-much-effort', title: 'How much effort did you have to put in?' },
      comment: 'Four mails and a phone call for one refund.',
      customer: { id: 'hard-1', email: 'priya.nair@customers.example', name: 'Priya Nair' },
    },
  ]
}
