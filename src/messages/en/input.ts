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
  standard_webhooks_key:
    'must be whsec_ followed by 24 to 64 bytes in base64, or whpk_ followed by a public key',
  query_name: 'must be the name of a parameter of the URL',
  header_name: 'must be the name of a header (headers that expressions read: in lower case)',
  header_or_field: 'needs either header or field: where the signature stands',
  signed_tokens: 'may name {body}, {timestamp}, {method}, {url}, {header:name} and {field:name} only',
  timestamp_needed: 'is needed, since {timestamp} is signed: which header it stands in',
  auth_type:
    'needs a type: standard-webhooks, hmac, header, bearer, basic, query or bodyField (or auth: none)',
  content_type: 'must be a media type such as application/json',
  secret_part: 'must be a word of letters',
  secret_pieces: 'must have the pieces that the file names, with its separator between them',
  secret_basic: 'must be user:password',
  secret_encoded: 'must be encoded as the file says (keyEncoding)',
  secret_one_line: 'must be one line',
  tool_kind: 'must be lower-case letters, digits and hyphens, such as acme-surveys',
  tool_value: 'must be an expression, a list of expressions, or {text: ...}',
  tool_match: 'must be an expression, or name id, ref, label or type',
  tool_match_or_value: 'needs either match (which item) or value (where the answer stands)',
  tool_key: 'is needed: a name of yours for the question, which stays the same',
  tool_scale: 'needs all of metric, min, max and highIsGood, or none: what is not declared is asked for',
  tool_items: 'is needed, since a question has match: where the items stand',
  tool_questions: 'is needed: which numbers are answers',
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
  unknownField: (): string => 'is no field of such a file: take it out, or look at its spelling',
  mustBe: (what: string): string => `must be ${what}`,
  notUnderstood: (): string => 'is not understood',
}
