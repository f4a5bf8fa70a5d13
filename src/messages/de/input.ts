import type { Messages } from '../shape.js'

type Rule = Parameters<Messages['input']['rule']>[0]

const rules: Record<Rule, string> = {
  postgres_url: 'muss mit postgresql:// beginnen',
  redis_url: 'muss mit redis:// oder rediss:// beginnen',
  web_address: 'muss eine Adresse sein wie https://heard.example.com',
  proxy_address: 'muss eine Adresse sein wie http://proxy.example:3128',
  sealing_key: 'muss 32 Bytes in Base64 sein; zu erzeugen mit: openssl rand -base64 32',
  bot_token: 'muss mit xoxb- beginnen',
  app_token: 'muss mit xapp- beginnen',
  standard_webhooks_secret:
    'muss aus whsec_ und 24 bis 64 Bytes in Base64 bestehen (zu erzeugen mit: openssl rand -base64 32)',
  api_address: 'muss eine https-Adresse wie https://fra1.qualtrics.com sein',
  client_id_and_secret: 'muss aus Client ID und Client Secret mit einem Und-Zeichen (&) dazwischen bestehen',
  band: 'muss ein Bereich sein wie 4-5',
  channel_id:
    'muss eine Kanal-ID sein wie C0123456789 (in Slack: auf den Kanalnamen klicken, „Info“, ganz unten)',
  time_zone: 'muss eine Zeitzone sein wie Europe/Berlin',
  standard_webhooks_key:
    'muss whsec_ und danach 24 bis 64 Bytes in Base64 sein, oder whpk_ und ein öffentlicher Schlüssel',
  query_name: 'muss der Name eines Parameters der URL sein',
  header_name: 'muss der Name eines Headers sein (die in Ausdrücken gelesenen in Kleinbuchstaben)',
  header_or_field: 'braucht entweder header oder field: wo die Signatur steht',
  signed_tokens: 'darf nur {body}, {timestamp}, {method}, {url}, {header:name} und {field:name} nennen',
  timestamp_needed: 'ist nötig, denn {timestamp} wird signiert: in welchem Header sie steht',
  auth_type:
    'braucht einen type: standard-webhooks, hmac, header, bearer, basic, query oder bodyField (oder auth: none)',
  content_type: 'muss ein Medientyp sein, z. B. application/json',
  secret_part: 'muss ein Wort aus Buchstaben sein',
  secret_pieces: 'muss aus den Teilen bestehen, die die Datei nennt, mit deren Trennzeichen dazwischen',
  secret_basic: 'muss Benutzer:Passwort sein',
  secret_encoded: 'muss so kodiert sein, wie die Datei sagt (keyEncoding)',
  secret_one_line: 'muss eine Zeile sein',
  tool_kind: 'darf nur Kleinbuchstaben, Ziffern und Bindestriche haben, z. B. acme-umfragen',
  tool_value: 'muss ein Ausdruck, eine Liste von Ausdrücken oder {text: ...} sein',
  tool_match: 'muss ein Ausdruck sein oder id, ref, label oder type nennen',
  tool_match_or_value: 'braucht entweder match (welcher Eintrag) oder value (wo die Antwort steht)',
  tool_key: 'ist nötig: ein eigener Name für die Frage, der gleich bleibt',
  tool_scale: 'braucht metric, min, max und highIsGood alle zusammen oder keines: nach dem Rest wird gefragt',
  tool_items: 'ist nötig, denn eine Frage hat match: wo die Einträge stehen',
  tool_questions: 'ist nötig: welche Zahlen Antworten sind',
  hours_order: 'das Ende muss nach dem Anfang liegen',
  from_or_is: 'muss eine Spalte sein oder { is: derselbe Text für jede Zeile }',
  stated_with_metric: 'gehört zu metric und fehlt',
  stated_with_scale: 'gehört zu scale und fehlt',
}

/** Why something set or entered cannot be used. Stands after the name of what it is about. */
export const input: Messages['input'] = {
  rule: (name) => rules[name],
  isRule: (name): name is Rule => Object.hasOwn(rules, name),
  line: (name, problem) => `${name}: ${problem}`,
  missing: () => 'fehlt',
  number: () => 'muss eine Zahl sein',
  wholeNumber: () => 'muss eine ganze Zahl sein',
  oneOf: (values) => `muss eines davon sein: ${values.join(', ')}`,
  atLeast: (least) => `muss mindestens ${least} sein`,
  atMost: (most) => `darf höchstens ${most} sein`,
  shortest: (characters) =>
    characters <= 1 ? 'darf nicht leer sein' : `muss mindestens ${characters} Zeichen haben`,
  longest: (characters) => `darf höchstens ${characters} Zeichen haben`,
  unknownField: () => 'gibt es in so einer Datei nicht: bitte entfernen oder die Schreibweise prüfen',
  mustBe: (what) => `muss ${what} sein`,
  notUnderstood: () => 'ist nicht zu verstehen',
}
