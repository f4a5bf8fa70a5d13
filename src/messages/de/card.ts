import type { LoopAction, NoScore, ShownScore, ViewMetric, ViewStatus } from '../../chat/views.js'
import type { Messages } from '../shape.js'
import { outcomeNames, stepNames } from './names.js'

// What people read of a loop. As in English: no markup of its own, arguments as they are.

const statuses: Record<ViewStatus, string> = {
  new: 'Neu',
  claimed: 'Übernommen',
  working: 'In Arbeit',
  waiting: 'Wartet auf Rückmeldung',
  snoozed: 'Zurückgestellt',
  closed: 'Abgeschlossen',
}

const actions: Record<LoopAction, string> = {
  claim: 'Ich übernehme',
  release: 'Wieder abgeben',
  work: 'Schritte eintragen',
  skip: 'Schritt auslassen',
  wait: 'Auf Rückmeldung warten',
  resume: 'Weiterarbeiten',
  snooze: 'Zurückstellen',
  close: 'Abschließen',
  reopen: 'Wieder öffnen',
  withdraw: 'Keine gültige Antwort …',
  restore: 'Die Antwort gilt doch',
  dismiss: 'Als ungültig abschließen',
}

const verdicts: Record<ViewMetric, Record<ShownScore['band'], string>> = {
  nps: { good: 'Promotor', neutral: 'Passiv', bad: 'Detraktor' },
  csat: { good: 'Zufrieden', neutral: 'Weder noch', bad: 'Unzufrieden' },
  ces: { good: 'Leicht', neutral: 'Weder noch', bad: 'Schwer' },
}

function score(answer: ShownScore): string {
  if (answer.metric === 'nps') return `NPS ${answer.score}`
  const ces = answer.direction === 'low_is_good' ? 'Aufwand' : 'Leichtigkeit'
  return `${answer.metric === 'csat' ? 'CSAT' : ces} ${answer.score} von ${answer.max}`
}

function meaning(answer: ShownScore | NoScore): string {
  if (answer.metric === null) return 'eine Antwort ohne Zahl'
  const verdict = verdicts[answer.metric][answer.band]
  if (answer.metric === 'nps') return `NPS ${answer.score} von 10: ${verdict}`
  if (answer.metric === 'csat') return `CSAT ${answer.score} von ${answer.max}: ${verdict.toLowerCase()}`
  return `${verdict}: ${answer.score} von ${answer.max}`
}

export const card: Messages['card'] = {
  headline: ({ status, critical, answer }) => {
    const known = answer.metric === null ? null : answer
    if (answer.withdrawn) {
      return [statuses[status], 'Zurückgezogen', ...(known === null ? [] : [score(known)])].join(' · ')
    }
    return [
      statuses[status],
      ...(critical ? ['Kritisch'] : []),
      ...(known === null ? ['Ohne Zahl'] : [verdicts[known.metric][known.band], score(known)]),
    ].join(' · ')
  },
  meaning,
  scale: (answer) => {
    const best = answer.direction === 'high_is_good' ? answer.max : answer.min
    return `Skala ${answer.min} bis ${answer.max}, am besten ist ${best}`
  },
  status: (status) => statuses[status],
  step: (step) => stepNames[step],
  action: (action) => actions[action],
  outcome: (outcome) => outcomeNames[outcome],
  more: () => 'Mehr',
  openResponse: () => 'Antwort öffnen',

  summary: (headlineText, survey, stepsDone) =>
    `${headlineText}${survey === null ? '' : ` · ${survey}`} · ${stepsDone} von 5 Schritten erledigt`,
  onQuestion: (meaningText, question) =>
    question === null ? meaningText : `${meaningText}, Frage „${question}“`,
  setAside: (value) =>
    `Später in ${value} geändert, was auf dieser Skala nicht vorkommt: beiseitegelegt, die Antwort zählt nicht.`,
  withdrawn: ({ where, by, reason }) =>
    `${where === null ? 'Für ungültig erklärt' : `Gelöscht in „${where}“`}${by === null ? '' : ` von ${by}`}` +
    `${reason === null ? '' : `: ${reason}`} (zählt nicht)`,
  dismissNote: () => 'Die Antwort wurde zurückgezogen.',
  dated: (meaningText, day) => `${meaningText} (${day})`,
  noComment: () => 'Ohne Kommentar.',
  commentCut: () => '(Der Kommentar geht weiter: Antwort öffnen, um alles zu lesen.)',
  stepDone: (step) => `✔ ${step}`,
  stepSkipped: (step) => `➖ ${step} (ausgelassen)`,
  stepOpen: (step) => `▫ ${step}`,

  labels: {
    answer: 'Antwort',
    customer: 'Von',
    survey: 'Umfrage',
    owner: 'Zuständig',
    opened: 'Eröffnet',
    note: 'Notiz',
  },
  anonymous: () => 'anonym',
  nobody: () => 'noch niemand',
  answered: (time) => `beantwortet ${time}`,
  firstContactDue: (time) => `Erster Kontakt fällig ${time}`,
  resolutionDue: (time) => `Lösung fällig ${time}`,
  closedAt: (time, outcome) =>
    outcome === null ? `Abgeschlossen ${time}` : `Abgeschlossen ${time}: ${outcome}`,
  reopened: (count) => (count === 1 ? 'Einmal wieder geöffnet' : `${count}-mal wieder geöffnet`),
  earlierAnswers: (count) => (count === 1 ? '1 frühere Antwort' : `${count} frühere Antworten`),
  lastAction: (line, time) => `${line} · ${time}`,
}
