import type { Messages } from '../shape.js'

/** What Slack refused, for the operator: what is wrong and what to do. */
export const slack: Messages['notices']['slack'] = {
  badToken: () =>
    'Slack nimmt das Bot-Token nicht an: es wurde widerrufen oder nur zum Teil kopiert. ' +
    'Die App neu installieren (OAuth & Permissions) und SLACK_BOT_TOKEN auf das neue Token setzen, das mit xoxb- beginnt.',
  installAgain: () =>
    'Slack erneuert das Token von Heard für dieses Team nicht mehr. Die App neu installieren: /slack/install unter der Adresse von Heard öffnen.',
  badClient: () =>
    'Slack kennt diese Client-ID und dieses Secret nicht. Beide aus Basic Information, App Credentials, in ' +
    'SLACK_CLIENT_ID und SLACK_CLIENT_SECRET eintragen.',
  badAppToken: () =>
    'Slack nimmt das App-Level-Token nicht an. Eines mit dem Scope connections:write anlegen (Basic Information, ' +
    'App-Level Tokens), Socket Mode einschalten und SLACK_APP_TOKEN setzen.',
  missingScope: () =>
    'Der App fehlt ein Recht. Ihre Scopes mit dem Manifest von Heard vergleichen, Fehlendes ergänzen und neu installieren.',
  notInChannel: (channel) => `Heard ist nicht im Kanal ${channel}. Dort /invite @Heard eingeben.`,
  noChannel: (channel) =>
    `Slack kennt keinen Kanal ${channel}, den Heard sehen darf. Ist er privat, dort /invite @Heard eingeben; ` +
    'sonst einen anderen setzen: heard route set.',
  archived: (channel) =>
    `Der Kanal ${channel} ist archiviert. Wieder aktivieren oder einen anderen setzen: heard route set.`,
  mayNotPost: (channel) =>
    `Die Einstellungen von Slack lassen Heard im Kanal ${channel} nicht posten. Die Slack-Administration bitten, es zu ` +
    'erlauben, oder einen anderen Kanal setzen: heard route set.',
  signingSecretMissing: () =>
    'SLACK_SIGNING_SECRET setzen (Basic Information, App Credentials), oder SLACK_APP_TOKEN für Socket Mode.',
  tooLate: () => 'Das dauerte länger, als Slack wartet. Bitte noch einmal klicken.',
}
