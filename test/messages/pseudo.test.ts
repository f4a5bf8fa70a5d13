import { Command } from 'commander'
import { afterAll, describe, expect, it } from 'vitest'
import type { LoopAction, LoopCard, ViewMetric, ViewStatus } from '../../src/chat/views.js'
import { en } from '../../src/messages/en.js'
import { layoutLoopCard } from '../../src/slack/layouts/loop-card.js'
import { layoutNotice } from '../../src/slack/layouts/notice.js'
import { layoutScoreReport } from '../../src/slack/layouts/score-report.js'
import { layoutThreadLine } from '../../src/slack/layouts/thread-line.js'
import { speak } from '../../src/cli/speak.js'
import { addHealthCommand } from '../../src/cli/health.js'
import { addQuestionCommands } from '../../src/cli/question.js'
import { addRouteCommands } from '../../src/cli/route.js'
import { addSourceCommands } from '../../src/cli/source.js'
import { addWorkspaceCommands } from '../../src/cli/workspace.js'
import { aCard, anAnswer } from '../slack/cards.js'
import { aReport } from './a-report.js'
import { bareIn, makePseudo } from './pseudo.js'
import { factsFor } from './samples.js'

afterAll(makePseudo(en))

/** What people wrote: found on a surface, it is theirs and not ours. */
const planted = {
  comment: 'Kommentar-der-Kundin',
  name: 'Zoe-Zeigefinger',
  survey: 'Umfrage-Eins',
  question: 'Frage-Eins',
  segment: 'Tarif',
  value: 'Gold',
  reason: 'Grund-Eins',
}
const facts = Object.values(planted)
const bare = (shown: unknown) => bareIn(shown, facts)

const statuses: ViewStatus[] = ['new', 'claimed', 'working', 'waiting', 'snoozed', 'closed']
const actions: LoopAction[] = [
  'claim',
  'release',
  'work',
  'skip',
  'wait',
  'resume',
  'snooze',
  'close',
  'reopen',
]
const metrics: ViewMetric[] = ['nps', 'csat', 'ces']

function card(fields: Partial<LoopCard>, metric: ViewMetric, comment: string | null): LoopCard {
  const answer = anAnswer({
    metric,
    max: metric === 'nps' ? 10 : 7,
    comment,
    survey: planted.survey,
    questionTitle: planted.question,
    permalink: 'https://tool.example/answers/1',
    setAside: 42,
  })
  return aCard({
    answers: [answer, answer],
    customer: planted.name,
    owner: { id: 'U1', name: planted.name },
    segments: [{ name: planted.segment, value: planted.value }],
    closeNote: planted.reason,
    reopenCount: 2,
    lastAction: { kind: 'claimed', by: planted.name, at: 1 },
    ...fields,
  })
}

describe('a card', () => {
  it.each(statuses)('that is %s says nothing of its own', (status) => {
    for (const metric of metrics) {
      for (const comment of [planted.comment, null, '1234567890 '.repeat(400)]) {
        const shown = card(
          {
            status,
            severity: 'critical',
            closedAt: status === 'closed' ? 2 : null,
            outcome: status === 'closed' ? 'lost' : null,
            actions: { primary: 'work', secondary: 'close', more: actions },
          },
          metric,
          comment,
        )
        expect(bare(layoutLoopCard(shown, en))).toEqual([])
      }
    }
    const anonymous = card({ status, customer: null, owner: null, lastAction: null }, 'nps', null)
    expect(bare(layoutLoopCard(anonymous, en))).toEqual([])
  })
})

describe('a thread line', () => {
  it('of every kind says nothing of its own', () => {
    for (const [kind] of factsFor('notices.line')) {
      const data = {
        step: 'hear',
        record: { channel: 'phone', contact: 'reached', story: planted.comment, wants: planted.reason },
        reason: planted.reason,
        note: planted.reason,
        comment: planted.comment,
        outcome: 'lost',
        owner: planted.name,
        until: 1,
        ...{ metric: 'nps', score: 3, min: 0, max: 10, direction: 'high_is_good', band: 'bad' },
      }
      for (const by of [planted.name, null]) {
        const line = layoutThreadLine({ kind: String(kind), by, at: 1, data }, en)
        expect(bare(line), String(kind)).toEqual([])
      }
    }
  })
})

describe('a notice', () => {
  it.each([
    [
      'unbound_question',
      { sourceName: planted.name, questionTitle: planted.question, questionKey: 'q', survey: null },
    ],
    ['delivery_trouble', { channel: 'C1', problem: null }],
    ['of a later version', {}],
  ])('%s says nothing of its own but what to type', (kind, data) => {
    const typed = /npm run heard -- question bind [^\n]*/g
    const bound = bare(layoutNotice({ kind, data }, en)).map((text) => text.replace(typed, ''))
    expect(bound.filter((text) => /\p{L}/u.test(text))).toEqual([])
  })
})

describe('a score report', () => {
  it.each(['better', 'worse', 'no_clear_change', 'too_few', 'none'] as const)('%s', (verdict) => {
    const trend = { delta: 1, interval: null, p: 0.2, verdict }
    for (const fields of [{}, { n: 0, score: null, interval: null }, { n: 7, score: null, interval: null }]) {
      for (const metric of metrics) {
        expect(bare(layoutScoreReport(aReport({ ...fields, trend, metric }), en))).toEqual([])
      }
    }
  })
})

describe('the command line', () => {
  it('has no description, heading or complaint of its own', async () => {
    let told = ''
    const run = () => Promise.resolve()
    const program = speak(new Command('heard'), en.cli)
    program
      .exitOverride()
      .configureOutput({ writeOut: (text) => (told += text), writeErr: (text) => (told += text) })
    addSourceCommands(program, en, run)
    addQuestionCommands(program, en, run)
    addRouteCommands(program, en, run)
    addWorkspaceCommands(program, en, run)
    addHealthCommand(program, en, run, () => () => Promise.resolve([]))
    for (const typed of [
      ...commandsOf(program).map((path) => [...path, '--help']),
      ['sorce'],
      ['source', 'add'],
      ['health', '--x'],
    ]) {
      await program.parseAsync(typed, { from: 'user' }).catch(() => undefined)
    }
    // What is typed is no sentence: names of commands and options, and what stands for their values.
    const shape =
      /heard( [a-z]+)*|\[(options|command|name|payloads\.\.\.)\]|-h, |--[a-z-]+|<[a-z.:=]+>|^ {2}[a-z]+/gm
    expect(told).toContain('⟦')
    expect(bare(told.replace(shape, ' ').replaceAll(/\n\s+/g, ' '))).toEqual([])
  })
})

describe('the test itself', () => {
  it('finds a sentence that is not in the messages', () => {
    const shown = layoutLoopCard(card({}, 'nps', null), en)
    shown.blocks.push({ type: 'section', text: { type: 'mrkdwn', text: `${planted.name} took it` } })
    expect(bare(shown)).toEqual(['took it'])
    expect(bare({ text: '⟦Done⟧ by mistake' })).toEqual(['by mistake'])
    expect(bare({ options: [{ text: { text: 'Phone' }, value: 'phone' }] })).toEqual(['Phone'])
  })
})

function commandsOf(command: Command, path: string[] = []): string[][] {
  return [path, ...command.commands.flatMap((each) => commandsOf(each, [...path, each.name()]))]
}
