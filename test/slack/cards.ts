import type { BurstSummary, CardAnswer, LoopCard, ShownScore, SummaryLine } from '../../src/chat/views.js'

const openedAt = Date.UTC(2026, 10, 20, 9, 0)

export function anAnswer(fields: Partial<CardAnswer & ShownScore> = {}): CardAnswer {
  return {
    metric: 'nps',
    score: 3,
    min: 0,
    max: 10,
    direction: 'high_is_good',
    band: 'bad',
    comment: 'Nobody called me back.',
    questionTitle: 'How likely are you to recommend us?',
    survey: 'Relationship',
    answeredAt: openedAt,
    permalink: null,
    ...fields,
  }
}

export function aCard(fields: Partial<LoopCard> = {}): LoopCard {
  return {
    loopId: '0191f7a0-0000-7000-8000-000000000001',
    status: 'new',
    severity: 'normal',
    customer: 'Dana Customer',
    answers: [anAnswer()],
    segments: [{ name: 'plan', value: 'Gold' }],
    owner: null,
    openedAt,
    firstContactDueAt: openedAt + 8 * 3_600_000,
    resolutionDueAt: openedAt + 40 * 3_600_000,
    closedAt: null,
    steps: [
      { step: 'hear', state: 'done', by: 'Ana' },
      { step: 'empathize', state: 'skipped', by: 'Ana' },
      { step: 'apologize', state: 'open', by: null },
      { step: 'resolve', state: 'open', by: null },
      { step: 'diagnose', state: 'open', by: null },
    ],
    outcome: null,
    closeNote: null,
    reopenCount: 0,
    lastAction: { kind: 'claimed', by: 'Ana', at: openedAt + 60_000 },
    actions: { primary: 'work', secondary: 'close', more: ['wait', 'snooze', 'skip', 'release'] },
    ...fields,
  }
}

/** Every string within a value that Slack would parse as mrkdwn, and each that it would not. */
export function stringsOf(value: unknown): { parsed: string[]; shown: string[] } {
  const parsed: string[] = []
  const shown: string[] = []
  const visit = (one: unknown): void => {
    if (Array.isArray(one)) return one.forEach(visit)
    if (typeof one !== 'object' || one === null) return
    if ('text' in one && typeof one.text === 'string') {
      const isMrkdwn = 'type' in one && one.type === 'mrkdwn'
      ;(isMrkdwn ? parsed : shown).push(one.text)
    }
    Object.values(one).forEach(visit)
  }
  visit(value)
  return { parsed, shown }
}

export function aLine(fields: Partial<SummaryLine> = {}): SummaryLine {
  const { loopId, status, severity, customer, owner } = aCard({ status: 'new' })
  const answer = anAnswer()
  return { loopId, status, severity, customer, owner, openedAt, answer, ownCard: null, ...fields }
}

export function aSummary(lines = [aLine()], severity: BurstSummary['severity'] = 'normal'): BurstSummary {
  return { severity, lines }
}
