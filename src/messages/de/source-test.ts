import type { Messages } from '../shape.js'

/** `source test`, auf Deutsch. */
export const sourceTest: Messages['cli']['sourceTest'] = {
  about: 'Einer Quelle über ihre echte Adresse eine signierte Probe schicken, ohne etwas zu speichern',
  name: 'die Quelle, mit ihrem eigenen Namen (entfällt mit --file)',
  payloads:
    'Dateien, jede mit dem Body einer Anfrage, wie das Tool ihn schickt; keine: die neueste gespeicherte Zustellung',
  offline: 'nichts senden: zeigen, was mit der Quelle, wie sie jetzt ist, daraus würde',
  file: 'nichts senden: mit einer Datei probieren, die ein Umfrage-Tool beschreibt (docs/sources.md erklärt sie)',
  query: 'ein Parameter der URL, der dabei war, z. B. "score=7"',
  header: 'ein Header, der dabei war, z. B. "x-acme-event: survey.answered"',
  examples: `
Beispiele:
  npm run heard -- source test relationship
  npm run heard -- source test acme sample.json
  npm run heard -- source test acme sample.json --offline
  npm run heard -- source test --file acme.yaml a.json b.json --header "x-acme-event: answered"
Die Adresse ist HEARD_PUBLIC_URL; so werden Name, TLS, Proxy, URL, Signatur und Zuordnung zusammen geprüft. Der Exit-Code ist 1, wenn eine Zustellung nicht angenommen würde.`,

  nameOrFile: () => 'Bitte sagen, was zu probieren ist: der Name einer Quelle, oder --file und Payloads.',
  fileNeedsPayload: () =>
    'Bitte sagen, was mit --file zu probieren ist: Dateien, jede mit dem Body einer Anfrage.',
  needsPayload: (name) =>
    `„${name}“ hat noch nichts empfangen, was sich noch einmal senden ließe. Bitte eine Payload angeben, wie die Dokumentation des Tools sie zeigt: npm run heard -- source test ${JSON.stringify(name)} sample.json`,
  needsSecret: (name) =>
    `„${name}“ wartet auf das Signing-Secret und lehnt bis dahin alles ab: npm run heard -- source secret add --source ${JSON.stringify(name)} --secret ...`,
  newest: (at) => `die Zustellung von ${at}`,

  posting: (where) => `Sende an ${where}...`,
  arrived: (tool) => `Angekommen, signiert wie von ${tool}, und Heard glaubt es.`,
  arrivedUnsigned: () => 'Angekommen. Eine Signatur wurde nicht verlangt.',
  nothingStored: 'Nichts davon wurde gespeichert, gezählt oder gemeldet.',
  onlyHere:
    'HEARD_PUBLIC_URL ist nicht gesetzt, geprüft wurde also die Adresse auf diesem Rechner. Ein Umfrage-Tool kommt von außen: setzen und noch einmal probieren.',

  problem: {
    way: {
      refused: (where) =>
        `an ${where} hört niemand zu (Verbindung abgelehnt). Heard starten, oder HEARD_PUBLIC_URL berichtigen, oder den Proxy oder die Firewall davor.`,
      unknown_host: (where) =>
        `den Namen in ${where} kennt das DNS nicht. HEARD_PUBLIC_URL berichtigen, oder den DNS-Eintrag anlegen und warten, bis er bekannt ist.`,
      tls: (where) =>
        `keine sichere Verbindung zu ${where}: das Zertifikat ist abgelaufen, gilt für einen anderen Namen oder ist von niemandem Bekannten signiert (oder dort ist nur HTTP). Auch Umfrage-Tools lehnen das ab: das Zertifikat im Proxy erneuern, mit der ganzen Kette.`,
      timeout: (where) =>
        `${where} hat 10 Sekunden lang nicht geantwortet. Vielleicht verwirft eine Firewall die Pakete, oder Heard ist überlastet: npm run heard -- health`,
      dropped: (where) =>
        `${where} hat die Verbindung ohne Antwort geschlossen. Das Log des Proxys vor Heard ansehen, und ob dort HTTP oder HTTPS gesprochen wird.`,
      no_way: (where) =>
        `${where} ist von hier nicht zu erreichen. Das Netz prüfen, HTTPS_PROXY, und ob HEARD_PUBLIC_URL richtig geschrieben ist.`,
    },
    notHeard: (where, status) =>
      `${where} führt woandershin: die Antwort war ${status}, und nicht von Heard. Von der Payload wurde nichts dorthin gesendet. Den Proxy /webhooks/ an Heard weitergeben lassen, oder HEARD_PUBLIC_URL berichtigen.`,
    anotherHeard: (where) =>
      `an ${where} antwortet ein Heard, aber es kennt die URL dieser Probe nicht. Es hat eine andere Datenbank als dieser Befehl (DATABASE_URL, HEARD_DATA), ist eine ältere Version, oder seine Uhr geht Minuten vor.`,
    redirected: (where, status) =>
      `${where} leitet um (${status}). Die meisten Umfrage-Tools folgen dem nicht: HEARD_PUBLIC_URL auf die Adresse setzen, bei der es endet, oft https statt http.`,
    guarded: (where, status) =>
      `etwas vor Heard weist Anfragen an ${where} ab (${status}): eine Anmeldung, eine Firewall oder eine Liste von Adressen. /webhooks/ ohne das durchlassen: Heard prüft Signaturen selbst.`,
    proxyAlone: (where, status) =>
      `der Proxy an ${where} antwortet ${status}: er erreicht das Heard dahinter nicht. Heard starten, und die Adresse prüfen, an die der Proxy weitergibt.`,
    busy: (where) =>
      `Heard antwortet an ${where}, kann aber gerade nichts annehmen (503): die Datenbank ist weg, oder HEARD_KEY ist dort ein anderer als bei diesem Befehl. Das Log sagt, was davon; dann: npm run heard -- health`,
    tooLarge: (where) =>
      `${where} lehnt einen Body dieser Größe ab (413). Heard nimmt bis zu 1 MB: die Grenze im Proxy anheben.`,
    notAuthentic: (reason) =>
      `angekommen, aber Heard glaubt es nicht (401: ${reason}). Signiert war es hier richtig. Also hat sich das Secret inzwischen geändert (noch einmal probieren), der Proxy ändert Body, Header oder URL, der laufende Bot hat eine andere HEARD_PUBLIC_URL, oder die beiden Uhren gehen verschieden.`,
    notTaken: (status, reason) =>
      `angekommen, aber eine Quelle dieses Tools nimmt es nicht an (${status}: ${reason}). Die Payload angeben, wie das Tool sie sendet; --header "content-type: ..." sagt, was sie ist.`,
  },
}
