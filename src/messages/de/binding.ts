import type { AskedQuestion, SaidScale } from '../en/binding.js'
import type { Messages } from '../shape.js'

const names = { nps: 'NPS', csat: 'CSAT', ces: 'CES' }

function called({ source, question, survey }: AskedQuestion): string {
  return `„${question}“ (Quelle „${source}“${survey === null ? '' : `, Umfrage „${survey}“`})`
}

function answers(count: number, atLeast = false): string {
  return count === 1 && !atLeast ? '1 Antwort' : `${atLeast ? 'Mehr als ' : ''}${count} Antworten`
}

function at(time: string | null): string {
  return time === null ? '' : ` (${time})`
}

function who(by: string): string {
  if (by === 'tool') return 'Das Umfrage-Tool'
  return by === 'command line' ? 'Jemand auf der Kommandozeile' : by
}

function scale({ metric, min, max, highIsGood, good, bad }: SaidScale): string {
  return `${names[metric]}, ${min} bis ${max}, ${highIsGood ? 'hoch ist gut' : 'niedrig ist gut'} (gut ${good}, schlecht ${bad})`
}

export const binding: Messages['binding'] = {
  scale,
  older: (count) =>
    count === 1
      ? '1 ältere Antwort zählt in den Werten mit und bekommt keine Karte.'
      : `${count} ältere Antworten zählen in den Werten mit und bekommen keine Karte.`,
  notice: {
    asks: {
      headline: () => 'Was bedeuten diese Zahlen?',
      text: (asked) => `Es kamen Antworten auf ${called(asked)}. Niemand hat gesagt, was ihre Zahl bedeutet.`,
      ends: (low, high) => `Niedrigste Zahl: „${low}“. Höchste Zahl: „${high}“.`,
      waiting: (count, atLeast) =>
        `${answers(count, atLeast)} ${count === 1 && !atLeast ? 'wartet' : 'warten'}: aufbewahrt, aber weder gezählt noch dem Team gezeigt.`,
      observed: (lowest, highest) =>
        lowest === highest
          ? `Die einzige Zahl bisher ist ${lowest}.`
          : `Die Zahlen reichen bisher von ${lowest} bis ${highest}.`,
      button: () => 'Bedeutung festlegen',
      whoMay: () => 'Alle in diesem Kanal können das, einmal genügt. Auf dem Server: ',
    },
    bound: {
      headline: () => 'Diese Zahlen haben eine Bedeutung',
      text: (by, asked, said) =>
        `${who(by)} hat festgelegt, was die Zahlen von ${called(asked)} bedeuten: ${scale(said)}.`,
      counts: ({ scored, raised }) =>
        `${answers(scored)} ${scored === 1 ? 'zählt' : 'zählen'} jetzt mit. ` +
        (raised === 0
          ? 'Keine vom letzten Tag braucht eine Karte.'
          : `${raised} schlechte vom letzten Tag ${raised === 1 ? 'bekommt' : 'bekommen'} eine Karte.`),
      setAside: (count) =>
        `${answers(count)} ${count === 1 ? 'passt' : 'passen'} nicht auf diese Skala und ${count === 1 ? 'ist' : 'sind'} beiseitegelegt.`,
      button: () => 'Ändern',
    },
    ignored: {
      headline: () => 'Diese Zahlen sind kein Wert',
      text: (by, asked) =>
        `${who(by)} hat gesagt, dass die Zahlen von ${called(asked)} kein Wert sind. Sie bleiben erhalten, zählen nie mit, und ich frage nicht wieder.`,
      undo: () => 'Um wieder gefragt zu werden, auf dem Server: ',
    },
  },
  form: {
    title: 'Was bedeutet die Zahl?',
    submit: 'Speichern',
    about: (asked) => called(asked),
    metric: 'Wovon erzählt die Zahl?',
    metrics: {
      nps: 'NPS: Würden sie uns empfehlen?',
      csat: 'CSAT: Wie zufrieden sind sie?',
      ces: 'CES: Wie leicht oder schwer war es?',
      ignore: 'Kein Wert: nicht beachten',
    },
    help: {
      nps: 'Gefragt als „Wie wahrscheinlich ist es, dass Sie uns empfehlen?“ von 0 bis 10. 9-10 sind Promotoren, 0-6 Detraktoren: Diese Gruppen stehen fest.',
      csat: 'Gefragt als „Wie zufrieden sind Sie?“, in Sternen, Smileys oder Zahlen. Der Wert ist der Anteil der Zufriedenen.',
      ces: 'Gefragt als „Es war einfach“ (eine hohe Zahl ist gut) oder „Wie viel Mühe hat es gemacht?“ (eine niedrige Zahl ist gut). Auf den Wortlaut kommt es an, nicht auf die Zahl.',
      ignore:
        'Für ein Alter, eine Anzahl, eine Zimmernummer: Sie bleibt bei der Antwort, zählt nie mit, und ich frage nicht wieder. Auf dem Server lässt es sich zurücknehmen (question ask).',
    },
    min: 'Niedrigste wählbare Zahl',
    max: 'Höchste wählbare Zahl',
    minHint: (low) =>
      low === null ? 'Eine ganze Zahl, meistens 0 oder 1.' : `Eine ganze Zahl: das Ende „${low}“.`,
    maxHint: (high) =>
      high === null ? 'Eine ganze Zahl, wie 5, 7 oder 10.' : `Eine ganze Zahl: das Ende „${high}“.`,
    direction: 'Welches Ende ist gut?',
    highIsGood: 'Die höchste Zahl ist die beste',
    lowIsGood: 'Die niedrigste Zahl ist die beste',
    good: 'Gute Antworten',
    bad: 'Schlechte Antworten (bekommen eine Karte)',
    usual: (usual) =>
      `Leer: die üblichen, wo hoch gut ist ${usual.map(({ scale: on, good, bad }) => `${on}: gut ${good}, schlecht ${bad}`).join('; ')}. Wo niedrig gut ist: umgekehrt.`,
    badHint: 'Zum Beispiel 1-2. Beide leer lassen oder beide ausfüllen.',
    programme: 'Wonach wurde gefragt?',
    transactional: 'Nach einem Kontakt oder Kauf',
    relational: 'Nach der Beziehung insgesamt',
    clash: (by, said, time) =>
      said === null
        ? `${who(by)} hat inzwischen gesagt, dass es kein Wert ist${at(time)}. Noch ist nichts gespeichert: Speichern ersetzt das.`
        : `${who(by)} hat inzwischen festgelegt: ${scale(said)}${at(time)}. Noch ist nichts gespeichert: Speichern ersetzt das.`,
    errors: {
      metric: 'Bitte wählen, wovon die Zahl erzählt.',
      number: 'Hier braucht es eine ganze Zahl, wie 1 oder 5.',
      order: 'Die höchste Zahl muss über der niedrigsten liegen, beide zwischen -100 und 100.',
      direction: 'Bitte sagen, welches Ende gut ist: Das wird nie geraten.',
      range: 'Ein Bereich wie 4-5, oder eine Zahl.',
      bothBands: 'Gute und schlechte Antworten beide ausfüllen, oder keine.',
      programme: 'Bitte eins von beiden wählen.',
    },
    gone: 'Diese Frage gibt es nicht mehr.',
  },
}
