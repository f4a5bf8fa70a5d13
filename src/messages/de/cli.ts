import type { Messages } from '../shape.js'
import { deliveries, replay, since } from './deliveries.js'
import { sourceTest } from './source-test.js'
import { sourceUpkeep } from './source-upkeep.js'
import { health } from './health.js'
import { importing } from './importing.js'
import { decided } from './decided.js'
import { numbers } from './numbers.js'

const { things } = numbers

/** What the command line says. Commands and options have the same names in every language. */
export const cli: Messages['cli'] = {
  about: 'Heard schließt den Kreis der Kundenrückmeldungen dort, wo das Support-Team ohnehin arbeitet.',
  exit: 'Exit-Codes: 0 erledigt, 1 etwas ist zu tun (der Text sagt, was), 2 der Befehl wurde nicht verstanden.',

  source: {
    about: 'Angebundene Umfrage-Tools',
    addAbout: 'Ein Umfrage-Tool anbinden: zeigt URL und Secret, die dort einzutragen sind',
    listAbout: 'Die angebundenen Umfrage-Tools auflisten',
    kind: (kinds) => `welches Tool: ${kinds}`,
    name: 'eigener Name dieser Quelle, z. B. "relationship"',
    secret: 'das Signing-Secret, falls das Tool eines vorgibt (sonst wird eines erzeugt)',
    examples: `
Beispiele:
  npm run heard -- source add --kind typeform --name relationship
  npm run heard -- source add --kind formbricks --name in-app
  npm run heard -- source add --kind intercom --name chats --secret ...
  npm run heard -- source add --kind canonical --name our-app --secret whsec_...
  npm run heard -- source list`,
    added: (title, name, url) => `Die ${title}-Quelle „${name}“ ist angebunden.\n\n  URL     ${url}`,
    madeSecret: (secret) => `  Secret  ${secret}`,
    secretLater: (tool, name) =>
      `${tool} hat ein eigenes Signing-Secret. Dieses Heard geben; bis dahin werden Zustellungen abgelehnt, auch ein Test:\n` +
      `  npm run heard -- source secret add --source ${JSON.stringify(name)} --secret ...`,
    secretOptional: (tool, name) =>
      `Zeigt ${tool} ein Signing-Secret, dieses Heard geben; von da an wird abgelehnt, was nicht signiert ist:\n` +
      `  npm run heard -- source secret add --source ${JSON.stringify(name)} --secret ...`,
    urlShownOnce: 'Die URL wird nur jetzt gezeigt: die Datenbank behält einen Hash davon.',
    shownOnce:
      'Beides wird nur jetzt gezeigt: die Datenbank behält einen Hash der URL, und das Secret versiegelt.',
    localUrl:
      'Die URL gilt auf diesem Rechner. Mit HEARD_PUBLIC_URL wird die gezeigt, die von außen erreichbar ist.',
    none: 'Noch ist kein Umfrage-Tool angebunden. Los geht es mit: npm run heard -- source add --help',
    unsigned: '  nimmt auch Unsigniertes an: ohne Signing-Secret',
    waitsForSecret: (name) =>
      `  WARTET auf das Signing-Secret: npm run heard -- source secret add --source ${JSON.stringify(name)} --secret ...`,
  },

  sourceSet: {
    ...decided,
    about: 'Ändern, was für ein angebundenes Umfrage-Tool festgelegt wurde',
    name: 'ihr Name, wie in source list',
    apiToken: 'ein Token der API des Tools, wenn dessen Webhook die Antwort nur nennt; leer nimmt es weg',
    apiBase:
      'die Adresse der API, wo sie je Kunde verschieden ist (Qualtrics: https://<Rechenzentrum>.qualtrics.com)',
    examples: `
Beispiele:
  npm run heard -- source test --file acme.yaml sample.json
  npm run heard -- source set acme --file acme.yaml
  npm run heard -- source set surveys --api-token ...
  npm run heard -- source set research --api-token ... --api-base https://fra1.qualtrics.com
  npm run heard -- source set in-app --hold 90s
  npm run heard -- source set in-app --hold 2m --hold-critical no
  npm run heard -- source set mentions --cards all`,
    nothing: 'Bitte sagen, was zu setzen ist: --file, --hold, --cards, --api-token, --api-base.',
    ready: (name) =>
      `„${name}“ holt, was der Webhook nur nennt. Für das, was vorher kam: npm run heard -- replay --since ... --source ${JSON.stringify(name)}`,
    no_token: (name) =>
      `„${name}“ hat kein Token der API: ihre Antworten geben eine Karte mit einem Link. Eines geben: npm run heard -- source set ${JSON.stringify(name)} --api-token ...`,
    no_address: (name) =>
      `„${name}“ hat ein Token, aber niemand hat gesagt, wo die API ist: npm run heard -- source set ${JSON.stringify(name)} --api-base https://...`,
  },

  sourceSecret: {
    about: 'Das Signing-Secret eines Umfrage-Tools wechseln, ohne eine Zustellung zu verlieren',
    addAbout: 'Ein weiteres Secret neben den bisherigen annehmen; danach im Tool eintragen',
    dropAbout: 'Das älteste Secret nicht mehr annehmen, sobald das Tool mit dem neuen signiert',
    source: 'welche Quelle, mit ihrem eigenen Namen',
    secret: 'das neue Signing-Secret, falls das Tool eines vorgibt (sonst wird eines erzeugt)',
    oldest: 'das, das zuerst da war; das letzte bleibt',
    examples: `
Beispiele:
  npm run heard -- source secret add --source relationship
  npm run heard -- source secret drop --source relationship --oldest`,
    added: (name, n) =>
      `„${name}“ nimmt innerhalb einer Sekunde Zustellungen an, die mit einem ihrer ${n} Secrets signiert sind.`,
    first: (name) =>
      `„${name}“ nimmt innerhalb einer Sekunde Zustellungen an, die mit diesem Secret signiert sind. Im Tool den Test auslösen, dann nachsehen: npm run heard -- health`,
    made: (secret) => `  Secret  ${secret}\n  Es wird nur jetzt gezeigt: die Datenbank behält es versiegelt.`,
    next: (name) =>
      `Das neue Secret im Tool eintragen, eine Zustellung abwarten, dann: npm run heard -- source secret drop --source ${JSON.stringify(name)} --oldest`,
    sayOldest: 'Bitte dazusagen, welches: --oldest.',
    dropped: (name, n) =>
      `Das älteste Secret von „${name}“ ist weg${n === 1 ? '; eines bleibt' : `; ${n} bleiben`}.`,
  },

  question: {
    about: 'Was die Zahlen einer Frage bedeuten',
    bindAbout: 'Metrik und Skala einer Frage festlegen; Antworten, die darauf warteten, werden gezählt',
    listAbout: 'Festgelegte Fragen auflisten, und solche, die warten',
    source: 'die Quelle, zu der sie gehört',
    key: 'der Schlüssel der Frage im Tool, wie ihn der Hinweis oder `question list` zeigt',
    metric: 'nps, csat oder ces',
    min: 'kleinste wählbare Zahl (nps: 0)',
    max: 'größte wählbare Zahl (nps: 10)',
    direction: 'high_is_good oder low_is_good: welches Ende der Skala das gute ist (nps: high_is_good)',
    good: 'welche Antworten als gut zählen, z. B. 9-10; nur mit --bad, für Skalen ohne übliche Grenzen',
    bad: 'welche Antworten als schlecht zählen, z. B. 1-4; nur mit --good',
    title: 'die Frage im Wortlaut',
    survey: 'die Umfrage, zu der sie gehört',
    touchpoint: 'wo gefragt wurde, z. B. checkout',
    programme: 'relational (wie sind wir insgesamt) oder transactional (wie war dieser Kontakt)',
    examples: `
Beispiele:
  npm run heard -- question bind --source relationship --key recommend --metric nps
  npm run heard -- question bind --source our-app --key made-it-easy --metric ces --min 1 --max 7 --direction high_is_good
  npm run heard -- question bind --source our-app --key effort --metric ces --min 1 --max 7 --direction low_is_good
  npm run heard -- question bind --source our-app --key happy --metric csat --min 1 --max 10 --direction high_is_good --good 8-10 --bad 1-4`,
    bound: (key, metric, min, max) => `„${key}“ ist festgelegt: ${metric.toUpperCase()}, ${min} bis ${max}.`,
    meaning: (good, bad) => `  gut ${good}, schlecht ${bad}`,
    waiting: (scored, quarantined, raised) =>
      `  ${things(scored, 'Antwort ist', 'Antworten sind')} gezählt${quarantined > 0 ? `, ${things(quarantined, 'liegt außerhalb der Skala und ist', 'liegen außerhalb der Skala und sind')} beiseitegelegt` : ''}; ${things(raised, 'schlechte vom letzten Tag bekommt', 'schlechte vom letzten Tag bekommen')} eine Karte (ältere werden nur gezählt).`,
    ignoreAbout:
      'Sagen, dass die Zahlen einer Frage kein Wert sind: aufbewahrt, nie gezählt, nie wieder gefragt',
    ignoreExamples: `
Beispiel:
  npm run heard -- question ignore --source our-app --key age`,
    askAbout: 'Das zurücknehmen: Der Home-Kanal wird wieder gefragt, was die Zahlen bedeuten',
    askExamples: `
Beispiel:
  npm run heard -- question ask --source our-app --key age`,
    ignored: (key) => `„${key}“ ist kein Wert: Die Antworten bleiben erhalten und zählen nie mit.`,
    askedAgain: (key) => `Der Home-Kanal wird wieder gefragt, was die Zahlen von „${key}“ bedeuten.`,
    ignoredLine: (source, key, by) =>
      `${source}  ${key}  kein Wert (gesagt: ${by === 'command line' ? 'auf der Kommandozeile' : by})`,
    none: 'Noch keine Fragen: sie erscheinen mit den ersten Antworten.',
    line: (d) =>
      `${d.source}  ${d.key}  ${d.metric.toUpperCase()} ${d.range}, ${d.highIsGood ? 'hoch ist gut' : 'niedrig ist gut'} (festgelegt: ${d.by === 'tool' ? 'vom Tool' : d.by === 'command line' ? 'auf der Kommandozeile' : d.by})`,
    waitingLine: (source, key, n) =>
      `${source}  ${key}  WARTET: ${things(n, 'Antwort zählt', 'Antworten zählen')} erst, wenn die Frage festgelegt ist`,
  },

  route: {
    about: 'Welcher Kanal wovon erfährt',
    setAbout:
      'Alarme in einen Kanal schicken; mit Bedingungen nur die passenden (die genaueste Route gewinnt)',
    listAbout: 'Die Routen auflisten',
    channel: 'Kanal-ID, z. B. C0123456789 (in Slack: auf den Kanalnamen klicken, unten in „Info“)',
    metric: 'nur diese Metrik: nps, csat oder ces',
    severity: 'nur critical (NPS 0-2) oder normal',
    survey: 'nur diese Umfrage',
    source: 'nur diese Quelle',
    examples: `
Beispiele:
  npm run heard -- route set --channel C0123456789
  npm run heard -- route set --channel C0987654321 --severity critical
  npm run heard -- route set --channel C0555555555 --metric ces --survey "Nach dem Support"`,
    line: (conditions, channel) => `${conditions} -> ${channel}`,
    everything: 'alles',
    ofSurvey: (survey) => `Umfrage „${survey}“`,
    ofSource: (source) => `Quelle „${source}“`,
    none: 'Noch keine Routen: Alarme gehen in den Home-Kanal. Los geht es mit: npm run heard -- route set --help',
    join: (channel) => `Heard muss im Kanal ${channel} sein: dort /invite @Heard eingeben.`,
  },

  workspace: {
    about: 'Das Team: Name, Zeitzone, Sprache, Home-Kanal, Geschäftszeiten',
    setAbout: 'Die Einstellungen des Workspaces ändern',
    showAbout: 'Die Einstellungen zeigen',
    listAbout: 'Alle Arbeitsbereiche und das Chat-Team eines jeden auflisten',
    option: 'um welchen Arbeitsbereich es geht, mit Name oder Id; nur nötig, wo es mehrere gibt',
    which: (choices: readonly { id: string; name: string }[], several: boolean) =>
      `${several ? 'Es gibt mehrere Arbeitsbereiche' : 'Diesen Arbeitsbereich gibt es nicht'}. Bitte --workspace mit Name oder Id angeben:\n` +
      choices.map(({ id, name }) => `  ${id}  ${name}`).join('\n'),
    listed: (id: string, name: string, team: string) => `${id}  ${name}  ${team}`,
    team: (team: string, gone: string | null) =>
      gone === null ? `Slack: ${team}` : `Slack: ${team} (${gone})`,
    noTeam: 'noch kein Chat',
    name: 'Name des Teams',
    timeZone: 'Zeitzone, deren Tage und Stunden gelten, z. B. Europe/Berlin',
    language: 'Sprache dessen, was alle in den Kanälen lesen: en oder de',
    homeChannel: 'Kanal-ID für Hinweise: nicht festgelegte Fragen, Probleme beim Zustellen',
    hours: 'Geschäftszeiten, z. B. "1-5 09:00-17:00" (1 = Montag)',
    examples: `
Beispiele:
  npm run heard -- workspace set --time-zone Europe/Berlin --home-channel C0123456789
  npm run heard -- workspace list
  npm run heard -- workspace show --workspace "Team Rot"
  npm run heard -- workspace set --language de
  npm run heard -- workspace set --hours "1-5 09:00-18:00"`,
    badHours:
      '--hours: Tage und Zeiten schreiben wie "1-5 09:00-17:00" oder "1,2,4 08:30-16:00" (1 = Montag)',
    line: (field, value) => `${field.padEnd(16)}${value}`,
    fields: {
      name: 'Name',
      timeZone: 'Zeitzone',
      language: 'Sprache',
      homeChannel: 'Home-Kanal',
      hours: 'Geschäftszeiten',
    },
    unset: 'nicht gesetzt',
  },

  deliveries,
  replay,
  since,
  sourceTest,
  sourceUpkeep,
  health,

  importing,

  usage: {
    titles: {
      usage: 'Aufruf:',
      arguments: 'Argumente:',
      options: 'Optionen:',
      commands: 'Befehle:',
      globalOptions: 'Globale Optionen:',
    },
    help: 'diese Hilfe zeigen',
    helpCommand: 'Hilfe zu einem Befehl zeigen',
    missingOption: (option) => `Es fehlt die Option ${option}`,
    missingValue: (option) => `Der Option ${option} fehlt ihr Wert`,
    unknownOption: (option) => `Die Option ${option} gibt es nicht`,
    unknownCommand: (command) => `Den Befehl ${command} gibt es nicht`,
    didYouMean: (problem, near) => `${problem}. Gemeint war vielleicht ${near}?`,
    tooMany: () => 'Das sind zu viele Angaben',
    notUnderstood: () => 'Der Befehl wurde nicht verstanden',
  },

  trouble: (text) => `Leider nicht: ${text}`,
  bug: (text) => `Das ist unser Fehler: ${text}\nBitte melden, zusammen mit dem, was eingegeben wurde.`,
}
