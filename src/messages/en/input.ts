/** What a value must be, by the name that its schema gives the rule. */
const rules = {
  postgres_url: 'must start with postgresql://',
  redis_url: 'must start with redis:// or rediss://',
  web_address: 'must be an address like https://heard.example.com',
  proxy_address: 'must be an address like http://proxy.example:3128',
  sealing_key: 'must be 32 bytes in base64; make one with: openssl rand -base64 32',
  bot_token: 'must start with xoxb-',
  app_token: 'must start with xapp-',
  standard_webhooks_secret:
    'must be whsec_ followed by 24 to 64 bytes in base64 (make one: openssl rand -base64 32)',
  api_address: 'must be an https address like https://fra1.qualtrics.com',
  client_id_and_secret: 'must be the client ID and the client secret with an ampersand (&) between them',
  band: 'must be a range like 4-5',
  channel_id: 'must be a channel id like C0123456789 (in Slack: channel name, About, at the bottom)',
  time_zone: 'must be a time zone like Europe/Berlin',
  hours_order: 'must end later than they start',
  from_or_is: 'must be a column, or { is: the same text for every row }',
  stated_with_metric: 'must be stated with metric',
  stated_with_scale: 'must be stated with scale',
}

export type Rule = keyof typeof rules

/** Why something that was set or typed cannot be used, in English. Each stands after the name of what it is about. */
export const input = {
  rule: (name: Rule): string => rules[name],
  isRule: (name: string): name is Rule => Object.hasOwn(rules, name),
  line: (name: string, problem: string): string => `${name}: ${problem}`,
  missing: (): string => 'is missing',
  number: (): string => 'must be a number',
  wholeNumber: (): string => 'must be a whole number',
  oneOf: (values: readonly string[]): string => `must be one of ${values.join(', ')}`,
  atLeast: (least: string): string => `must be at least ${least}`,
  atMost: (most: string): string => `must be at most ${most}`,
  shortest: (characters: number): string =>
    characters <= 1 ? 'must not be empty' : `must have at least ${characters} characters`,
  longest: (characters: number): string => `must have at most ${characters} characters`,
  notUnderstood: (): string => 'is not understood',
}
