import type { LineKind } from '../en/notices.js'
import type { Messages } from '../shape.js'
import { outcomeNames, stepNames } from './names.js'
import { slack } from './slack.js'
import { sourceTrouble, sourceWorks } from './source-notices.js'

/** What people read: thread lines, refusals, notices to the home channel, and what went wrong. */

const recorded: Record<string, string> = {
  hear: 'was die Kundschaft erzählt hat',
  empathize: 'wie sich die Kundschaft fühlt',
  apologize: 'eine Entschuldigung',
  resolve: 'die Lösung',
  diagnose: 'die Ursache',
}

/** What a newer version wrote has no name here and is shown as it is. */
function nameIn(names: Record<string, string>, key: string): string {
  return (Object.hasOwn(names, key) ? names[key] : undefined) ?? key
}

type LineFacts = Parameters<Messages['notices']['line']>[1]

function rereadLine({ meaning, setAside, was, words }: LineFacts): string {
  if (setAside !== undefined)
    return `Neu gelesen lautet die Antwort ${setAside}, was auf ihrer Skala nicht vorkommt: beiseitegelegt`
  if (words !== undefined)
    return words === 'changed'
      ? 'Neu gelesen lautet der Kommentar anders'
      : 'Neu gelesen hat die Antwort keinen Kommentar'
  if (meaning === undefined) return 'Die Antwort wurde neu gelesen'
  return was === undefined
    ? `Die Antwort wurde neu gelesen: ${meaning}`
    : `Neu gelesen lautet die Antwort nicht ${was}, sondern: ${meaning}`
}

const lines: Record<LineKind, (facts: LineFacts, who: string) => string> = {
  opened: ({ meaning }) => (meaning === undefined ? 'Eröffnet' : `Eröffnet: ${meaning}`),
  joined: ({ meaning }) =>
    meaning === undefined
      ? 'Noch eine Antwort von derselben Person'
      : `Noch eine Antwort von derselben Person: ${meaning}`,
  answer_changed: (facts) => {
    if (facts.reread) return rereadLine(facts)
    const { meaning, setAside, was, words } = facts
    if (setAside !== undefined)
      return `Die Antwort wurde in ${setAside} geändert, was auf ihrer Skala nicht vorkommt: beiseitegelegt`
    if (words !== undefined)
      return words === 'changed' ? 'Der Kommentar wurde geändert' : 'Der Kommentar wurde zurückgenommen'
    if (meaning === undefined) return 'Die Antwort wurde geändert'
    return was === undefined
      ? `Die Antwort wurde geändert: ${meaning}`
      : `Die Antwort wurde von ${was} geändert: ${meaning}`
  },
  comment_added: ({ reread }) =>
    reread ? 'Neu gelesen hat die Antwort einen Kommentar' : 'Ein Kommentar kam dazu',
  answer_withdrawn: ({ by, where, there }, who) => {
    if (by !== null) return `${who} hat die Antwort für ungültig erklärt: sie zählt nicht mehr`
    const place = where === undefined ? 'im Umfragewerkzeug' : `in „${where}“`
    return `Die Antwort wurde ${place}${there === undefined ? '' : ` von ${there}`} gelöscht: sie zählt nicht mehr`
  },
  answer_restored: ({ by }, who) =>
    by === null
      ? 'Die Antwort kam noch einmal aus dem Umfragewerkzeug: sie zählt wieder'
      : `${who} hat die Antwort doch für gültig erklärt: sie zählt wieder`,
  meaning_changed: ({ meaning }) =>
    meaning === undefined
      ? 'Was die Zahl bedeutet, wurde neu festgelegt'
      : `Was die Zahl bedeutet, wurde neu festgelegt: ${meaning}`,
  claimed: ({ from }, who) =>
    from === undefined ? `${who} hat übernommen` : `${who} hat von ${from} übernommen`,
  released: (_, who) => `${who} hat abgegeben: frei für alle`,
  claim_expired: ({ owner }) =>
    owner === undefined
      ? 'Nach der Übernahme geschah nichts: frei für alle'
      : `Nach der Übernahme durch ${owner} geschah nichts: frei für alle`,
  step_done: ({ step, amended }, who) => {
    const what = step === undefined ? 'einen Schritt' : nameIn(recorded, step)
    return amended === true ? `${who} hat einen Eintrag geändert: ${what}` : `${who} hat eingetragen: ${what}`
  },
  step_skipped: ({ step }, who) =>
    step === undefined
      ? `${who} hat einen Schritt ausgelassen`
      : `${who} hat ${nameIn(stepNames, step)} ausgelassen`,
  waiting: (_, who) => `${who} wartet auf Rückmeldung`,
  resumed: ({ by }, who) => (by === null ? 'Wieder in Arbeit' : `${who} arbeitet weiter`),
  snoozed: ({ until }, who) =>
    until === undefined ? `${who} hat zurückgestellt` : `${who} hat bis ${until} zurückgestellt`,
  woke: () => 'Nicht mehr zurückgestellt',
  closed: ({ outcome }, who) =>
    outcome === undefined
      ? `${who} hat abgeschlossen`
      : `${who} hat abgeschlossen: ${nameIn(outcomeNames, outcome)}`,
  reopened: ({ by, cause }, who) => {
    if (by !== null) return `${who} hat wieder geöffnet`
    if (cause === 'worse_answer') return 'Wieder geöffnet: die Antwort wurde zum Schlechteren geändert'
    if (cause === 'restored_answer') return 'Wieder geöffnet: die Antwort zählt wieder'
    return cause === 'new_answer' ? 'Wieder geöffnet: erneut eine schlechte Antwort' : 'Wieder geöffnet'
  },
}

const refusals: Messages['notices']['refusals'] = {
  taken: ({ by = 'Jemand anderes', time }) =>
    time === undefined ? `${by} war schneller.` : `${by} war schneller: übernommen um ${time}.`,
  already_closed: ({ by, time }) =>
    `Das ist schon abgeschlossen${by === undefined ? '' : `, von ${by}`}${time === undefined ? '' : `, um ${time}`}. Zum Weitermachen wieder öffnen.`,
  not_closed: () => 'Das ist nicht abgeschlossen, also gibt es nichts wieder zu öffnen.',
  not_yours: ({ by = 'Jemand anderes', time }) =>
    `Zuständig ist ${by}${time === undefined ? '' : `, seit ${time}`}. Nur wer zuständig ist, kann das tun; am besten ${by} bitten, abzugeben.`,
  already_done: () => 'Das ist schon erledigt: nichts wurde geändert.',
  step_already_recorded: ({ by, time }) =>
    `Dieser Schritt ist schon eingetragen${by === undefined ? '' : `, von ${by}`}${time === undefined ? '' : `, um ${time}`}.`,
  gate: () =>
    'Zum Abschließen braucht es Resolve (Lösen) und Diagnose (Ursache finden), oder einen Grund, warum nicht.',
  gone: () =>
    'Das ist nicht mehr zu finden. Vielleicht wurde es gelöscht, oder es gehört zu einem anderen Workspace.',
  card_stands: () => 'Das hat schon jemand geöffnet: Die Karte steht in diesem Kanal.',
  answer_counts: () => 'Eine Antwort davon zählt wieder, deshalb wird das nicht als ungültig abgeschlossen.',
  other_open: () => 'Zu dieser Person ist eine andere Karte offen. Bitte dort weitermachen.',
}

const deliveryTrouble: Messages['notices']['deliveryTrouble'] = {
  headline: () => 'Etwas ließ sich nicht zustellen',
  text: (facts) =>
    `${facts.channel === null ? 'Eine Nachricht' : `Eine Nachricht für den Kanal ${facts.channel}`} ließ sich nicht posten. ` +
    `${facts.problem ?? 'Warum, steht im Log von Heard.'} Ich versuche es weiter.`,
}

const deliveryWorks: Messages['notices']['deliveryWorks'] = {
  headline: () => 'Die Zustellung klappt wieder',
  text: (facts) =>
    `${facts.channel === null ? 'Was sich nicht zustellen ließ, geht wieder' : `Der Kanal ${facts.channel} geht wieder`}. ` +
    (facts.waiting === 0
      ? 'Sonst wartet nichts darauf.'
      : `${facts.waiting} weitere warteten darauf und gehen jetzt hinaus.`),
}

const isLineKind = (kind: string): kind is LineKind => Object.hasOwn(lines, kind)
const who = (by: string | null): string => by ?? 'Heard'

export const notices: Messages['notices'] = {
  line: (kind, facts) =>
    isLineKind(kind) ? lines[kind](facts, who(facts.by)) : `${who(facts.by)} hat hier etwas geändert`,
  refusals,
  deliveryTrouble,
  deliveryWorks,
  sourceTrouble,
  sourceWorks,
  slack,
  unknownNotice: () => 'Heard hat etwas mitzuteilen, aber diese Version weiß nicht, wie.',
  notDone: () => 'Nicht erledigt',
  tryAgain: () =>
    'Das ließ sich gerade nicht speichern. Die Eingaben sind noch da: bitte gleich noch einmal versuchen.',
  close: () => 'Schließen',
  staleButton: () => 'Dieser Knopf ist veraltet. Bitte die neueste Karte verwenden.',
  unknownWorkspace: () =>
    'Heard kennt diesen Slack-Workspace noch nicht. Auf dem Server ausführen: heard workspace set --help',
  unavailable: () =>
    'Etwas, das Heard braucht, hat nicht geantwortet. Bitte in einer Minute noch einmal versuchen.',
  ourFault: (id) =>
    'Etwas ging schief, und es ist unser Fehler. Soweit wir wissen, wurde nichts geändert. ' +
    `Wer Heard betreibt, findet diese Nummer im Log: ${id}`,
}
