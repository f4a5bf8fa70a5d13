import type { FieldName, FieldProblem } from '../../loops/heard-fields.js'
import type { Outcome, Step } from '../../loops/loop.js'
import type { Messages } from '../shape.js'
import { stepNames } from './names.js'
import { stepHelp } from './step-help.js'

const coaching: Record<Step, string> = {
  hear: 'Erst die ganze Geschichte erzählen lassen, dann antworten. In den Worten der Kundschaft notieren, nicht in unseren.',
  empathize: 'Das Gefühl und seinen Grund benennen. Erst der Mensch, dann die Sache, und keine Ausreden.',
  apologize:
    'Verantwortung übernehmen, auch ohne eigene Schuld. Mit eigenen Worten: Vorgefertigtes hört man heraus.',
  resolve: 'Tun, was jetzt möglich ist, nur Haltbares versprechen, und fragen, ob die Sache damit gut ist.',
  diagnose: 'Warum ließ unsere Arbeitsweise das zu? Nach der Ursache suchen, nicht nach Schuldigen.',
}

const labels: Record<FieldName, string> = {
  channel: 'Wie lief der Kontakt?',
  contact: 'Kam der Kontakt zustande?',
  story: 'Die Geschichte, in deren Worten',
  wants: 'Was ist gewünscht?',
  emotion: 'Wie ist die Stimmung?',
  impact: 'Was hat es gekostet?',
  message: 'Wo steht die Entschuldigung?',
  by: 'Wer hat sie ausgesprochen?',
  done: 'Was wurde getan?',
  gesture: 'Geste und ihre Kosten',
  promised: 'Versprochen für',
  agreed: 'Ist die Kundschaft einverstanden?',
  cause: 'Ursache',
  pattern: 'Einzelfall oder Muster?',
  link: 'Link zur Behebung',
}

const hints: Partial<Record<FieldName, string>> = {
  impact: 'Zeit, Geld, Vertrauen: was es für die Betroffenen bedeutet hat.',
  message: 'Zum Beispiel: am Telefon, oder ein Link zur Nachricht.',
  by: 'Falls es jemand anderes war.',
  gesture: 'Zum Beispiel: ein Monat gratis, 49 EUR. Leer: keine.',
  promised: 'Ein Datum wie 2026-11-30.',
  link: 'Ein Ticket oder eine Seite, beginnt mit https://',
}

const options: Partial<Record<FieldName, Record<string, string>>> = {
  channel: { phone: 'Telefon', email: 'E-Mail', chat: 'Chat', in_person: 'Persönlich', other: 'Anders' },
  contact: { reached: 'Ja, wir haben gesprochen', attempted: 'Noch nicht, es blieb beim Versuch' },
  emotion: {
    angry: 'Wütend',
    frustrated: 'Frustriert',
    disappointed: 'Enttäuscht',
    worried: 'Besorgt',
    confused: 'Verwirrt',
    indifferent: 'Gleichgültig',
    relieved: 'Erleichtert',
  },
  agreed: { yes: 'Ja', no: 'Nein' },
  cause: {
    process: 'Ablauf: wie wir arbeiten',
    product: 'Produkt: fiel aus oder kann etwas nicht',
    policy: 'Regeln: unsere Vorgaben',
    knowledge: 'Wissen: wir wussten oder sagten es nicht',
    third_party: 'Dritte: Zulieferer oder Partner',
    expectation: 'Erwartung: wir hatten anderes versprochen',
    unknown: 'Unbekannt',
  },
  pattern: { one_off: 'Einzelfall', pattern: 'Muster: kam schon vor' },
}

const outcomes: Record<Outcome, string> = {
  recovered: 'Zurückgewonnen: jetzt zufrieden',
  neutral: 'Neutral: erledigt, mehr nicht',
  lost: 'Verloren: ist gegangen oder wird gehen',
  unreachable: 'Nicht erreicht: kein Kontakt kam zustande',
  not_valid: 'Nicht berechtigt: keine echte Beschwerde',
  duplicate: 'Doppelt: an anderer Stelle bearbeitet',
}

const states = { open: 'offen', done: 'erledigt', skipped: 'ausgelassen' }

const goes = { save: 'Trotzdem speichern', take_over: 'Übernehmen', reopen: 'Öffnen und speichern' }

/** What forms say. Titles have at most 24 characters: Slack cuts there. */
export const forms: Messages['forms'] = {
  cancel: 'Abbrechen',
  step: (step) => stepNames[step],
  field: (field) => labels[field],
  hint: (field) => hints[field],
  option: (field, value) => {
    const words = options[field]
    return (words && Object.hasOwn(words, value) ? words[value] : undefined) ?? value
  },
  outcome: (outcome) => outcomes[outcome],
  work: {
    title: 'Vorgang bearbeiten',
    submit: 'Speichern',
    heading: (step, state, by) =>
      state === 'open'
        ? stepNames[step]
        : `${stepNames[step]}: ${states[state]}${by === null ? '' : ` durch ${by}`}`,
    coaching: (step) => coaching[step],
    skippedFor: (reason) => `Ausgelassen: ${reason}`,
    turn: 'Welcher Schritt?',
    stepChoice: (step, state, hasDraft) =>
      `${stepNames[step]}${state === 'open' ? '' : `: ${states[state]}`}${hasDraft ? ' · Entwurf' : ''}`,
    allOpen: (count) => `Alles, was offen ist (${count})`,
    skip: (several) =>
      several ? 'Warum sind die leeren Schritte nicht nötig?' : 'Nicht nötig? Bitte den Grund nennen',
    skipHint: (several) =>
      several
        ? 'Leere Schritte werden mit diesem Grund ausgelassen. Ohne Grund bleiben sie offen.'
        : 'Mit einem Grund und leeren Feldern wird der Schritt ausgelassen.',
    closeHeading: 'Gleich abschließen',
    closeText: 'Wer hier wählt, wie es ausging, schließt im selben Zug ab. Leer bleibt der Vorgang offen.',
  },
  go: (go) => goes[go],
  recordedSo: (by, value) => `${by} hat eingetragen: ${value}`,
  draftFrom: (time) =>
    `Entwurf von ${time}. Niemand sonst sieht ihn, und er bleibt bis zum Absenden erhalten.`,
  conflict: {
    save: 'Inzwischen hat sich etwas geändert. Das Eingetragene steht noch hier: noch einmal absenden, um fortzufahren.',
    take_over:
      'Inzwischen ist jemand anderes zuständig. Das Eingetragene steht noch hier: damit übernehmen, oder abbrechen und es dabei lassen.',
    reopen:
      'Inzwischen wurde abgeschlossen. Das Eingetragene steht noch hier: mit einem Grund wird der Vorgang damit wieder geöffnet.',
    happened: (line, time) => `${time}: ${line}`,
    notDone: (why) => `Nicht erledigt: ${why} Das Eingetragene steht noch hier.`,
  },
  help: stepHelp,
  reopen: {
    title: 'Wieder öffnen',
    submit: 'Wieder öffnen',
    text: 'Wer zuständig war, bleibt es; die Schritte bleiben eingetragen, und die Uhren beginnen neu.',
    reason: 'Warum wird wieder geöffnet?',
    reasonHint: 'Alle, die diesen Vorgang später lesen, sehen das.',
  },
  withdraw: {
    title: 'Keine gültige Antwort',
    submit: 'Zurückziehen',
    text: 'Die Antwort zählt sofort nicht mehr. Sie bleibt durchgestrichen auf der Karte, mit deinem Namen und deiner Begründung.',
    answer: 'Welche Antwort?',
    reason: 'Warum ist sie nicht gültig?',
    reasonHint: 'Zum Beispiel: ein Test von uns, oder nicht die richtige Person.',
  },
  skip: {
    title: 'Schritt auslassen',
    submit: 'Auslassen',
    step: 'Welcher Schritt?',
    reason: 'Warum ist er nicht nötig?',
    reasonHint: 'Alle, die diesen Vorgang später lesen, sehen das.',
  },
  close: {
    title: 'Vorgang abschließen',
    submit: 'Abschließen',
    outcome: 'Wie ging es aus?',
    note: 'Notiz',
    noteHint: 'Nötig, wenn niemand erreicht wurde, die Antwort nicht berechtigt oder doppelt war.',
    reason: 'Warum ohne diese Schritte abschließen?',
    gate: (open) =>
      `Noch offen: ${open.map((step) => stepNames[step]).join(' und ')}. Offenes eintragen oder auslassen, oder den Grund nennen, warum es ohne geht.`,
  },
  errors: {
    nothingEntered: 'Noch ist nichts eingetragen. Mindestens ein Schritt braucht einen Eintrag.',
    primaryMissing: (field) =>
      `Damit dieser Schritt zählt, fehlt: „${labels[field]}“ Oder die anderen Felder des Schritts leeren.`,
    problem: (problem, maxLength) => {
      const sentences: Record<FieldProblem, string> = {
        too_long: `Zu lang: höchstens ${maxLength} Zeichen.`,
        not_an_option: 'Bitte eine der Möglichkeiten wählen.',
        not_a_date: 'Bitte ein Datum als Jahr-Monat-Tag eingeben, wie 2026-11-30.',
        not_a_link: 'Bitte einen vollständigen Link eingeben, der mit https:// beginnt.',
      }
      return sentences[problem]
    },
    nothingToSkip: 'In diesem Formular ist kein Schritt leer, also ist keiner auszulassen.',
    closeNeedsSteps:
      'Zum Abschließen fehlen Resolve und Diagnose: bitte ausfüllen, oder oben den Grund nennen, warum sie nicht nötig sind.',
    chooseStep: 'Bitte den Schritt wählen, der ausgelassen wird.',
    reasonMissing: 'Bitte in ein paar Worten den Grund nennen.',
    chooseOutcome: 'Bitte wählen, wie es ausging.',
    noteMissing: 'Bitte in ein paar Worten sagen, was war.',
    tooLong: (maxLength) => `Zu lang: höchstens ${maxLength} Zeichen.`,
  },
}
