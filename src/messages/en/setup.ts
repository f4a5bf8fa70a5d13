import type { ViewMetric } from '../../chat/views.js'
import { presets } from './presets.js'

/** Why something could not be set up, in English. */
export const setup = {
  noSource: (name: string): string =>
    `There is no source named "${name}". List them: npm run heard -- source list`,
  noSourceKind: (kind: string, kinds: readonly string[]): string =>
    `There is no source kind "${kind}". Choose one of: ${kinds.join(', ')}.`,
  unknownSourceKind: (kind: string): string =>
    `This version of Heard does not know the source kind "${kind}".`,
  nameTaken: (name: string): string => `A source named "${name}" exists already. Choose another --name.`,
  sameSecret: (): string => '--secret: this source has that secret already.',
  secretFromTool: (tool: string): string =>
    `--secret is needed: ${tool} makes the secret itself. Copy it from there.`,
  signsNothing: (tool: string): string =>
    `--secret is of no use: ${tool} signs nothing. Its webhook URL is the secret: make another one if it became known.`,
  noApi: (tool: string): string =>
    `${tool} sends its answers with the webhook: there is nothing to fetch, and no token is needed.`,
  apiTokenShape: (): string => '--api-token: a token has no blanks, and letters without accents only.',
  tooManySecrets: (most: number): string =>
    `The source has ${most} secrets already. Drop the oldest first: source secret drop --oldest`,
  onlySecret: (): string => 'That is its only secret. Add the new one first: source secret add',
  noWorkspace: (): string => 'There is no such workspace.',
  noTimeZone: (): string =>
    'The time zone of this workspace does not exist. Set another one with: heard workspace set',

  question: {
    isBound: (key: string): string =>
      `"${key}" is bound already: it has a meaning, by which answers were scored. Bind it anew instead.`,
    notIgnored: (key: string): string => `"${key}" is not set aside as no score.`,
    otherBandNeeded: (given: string, missing: string): string =>
      `${missing} is needed too: with ${given} alone the other end would be a guess.`,
    endsNeeded: (): string => '--min and --max are needed: the two ends of the scale.',
    directionNeeded: (): string =>
      '--direction is needed: is the highest number the good end ("made it easy": high_is_good) or the bad end ("how much effort": low_is_good)?',
  },

  scale: {
    noUsualBands: (metric: ViewMetric, min: number, max: number): string =>
      `There are no agreed cut-offs for ${metric.toUpperCase()} on ${min}-${max}. Say which answers count as good and which as bad.`,
    bandNoRange: (band: 'good' | 'bad'): string =>
      `The ${band} answers must be a range of whole numbers, low to high.`,
    bandOutside: (band: 'good' | 'bad', min: number, max: number): string =>
      `The ${band} answers must lie within ${min}-${max}.`,
    bandsOverlap: (highIsGood: boolean): string =>
      `Good and bad answers overlap, or are at the wrong ends: this scale says ${highIsGood ? 'high is good' : 'low is good'}.`,
    noRange: (): string =>
      'The scale must run from a lower to a higher whole number, such as 1-5, within -100 to 100.',
    npsScale: (): string =>
      'NPS is asked on 0-10 and high is good. Another scale is another question: declare it as csat or ces, or ask it on 0-10.',
    npsBands: (): string => 'NPS has fixed groups: 9-10 promoters, 7-8 passives, 0-6 detractors.',
  },
}

/** Where a person finds or enters URL and secret in each tool: one or two sentences. */
export const tools = {
  presets,
  canonical: (): string =>
    'Post the JSON event to this URL and sign it by Standard Webhooks with the secret; every language has a library for it.',
  chatwoot: (): string =>
    'In Chatwoot open Settings, Integrations, Webhooks, Configure, Add new webhook: paste the URL and tick "Message updated"; the inbox needs "Enable CSAT". Versions that sign show the secret of the webhook. Older ones sign nothing: without a secret Heard takes unsigned deliveries too, and the URL is all that keeps others out.',
  formbricks: (): string =>
    'In Formbricks open Configuration, Integrations, Manage Webhooks, Add Webhook: paste the URL, tick all three triggers (response created, updated and finished), choose the surveys, and create it. Where both products run on one private network, Formbricks also needs DANGEROUSLY_ALLOW_WEBHOOK_INTERNAL_URLS=1 in its environment.',
  declared: (title: string): string =>
    `In ${title} open the settings of its webhooks: paste the URL and, where it asks for one, the secret.`,
  intercom: (): string =>
    "In Intercom's Developer Hub open your app, Webhooks: paste the URL and subscribe to conversation.rating.added and ticket.rating.provided. The secret is the app's client secret (Basic information).",
  jotform: (): string =>
    'In Jotform open the form, Settings, Integrations, WebHooks: paste the URL and complete the integration. Jotform signs nothing: the URL is all that keeps others out. Give the question of the comment the unique name "comment" (its Advanced properties), and those of the customer "email", "name" or "customerId".',
  qualtrics: (): string =>
    'Two ways. Event subscription (API): publicationUrl is the URL, topics surveyengine.completedResponse.<survey id>, sharedKey is the secret, encrypt is off; it says only that an answer came, so give Heard an API token to fetch it. Workflow (no API): a web service task, POST, JSON, to the URL, with the header Authorization: Bearer and the secret, and as its body the keys response_id, survey, score, comment, email, name and customer_id by piped text; a score of another name is score_ and that name.',
  surveymonkey: (): string =>
    'In SurveyMonkey make an app (developer.surveymonkey.com), and by its API a webhook: event_type response_completed (and response_updated, response_deleted), object_type survey, subscription_url the URL. The secret is the client ID and the client secret of the app with an ampersand between them. The webhook says only that an answer came: give Heard an access token of the app (scopes View Surveys and View Response Details) to fetch it, else a card with a link is all.',
  tally: (): string =>
    'In Tally open the form, Integrations, Webhooks, Connect: paste the URL, add the secret as its signing secret, and connect.',
  typeform: (): string =>
    'In Typeform open the form, Connect, Webhooks, Add a webhook: paste the URL, then Edit, Secret: paste the secret, and switch the webhook on.',
  zendesk: (template: string): string =>
    `In Zendesk's Admin Center open Apps and integrations, Webhooks, Create webhook, Trigger or automation: paste the URL, POST, JSON; Zendesk shows its signing secret then. Add a ticket trigger that notifies this webhook when Satisfaction has changed to Good, Good with comment, Bad or Bad with comment, with this body:

${template}

Zendesk writes the rating in the customer's language. With languages other than English and German make two triggers, one for good and one for bad ratings, and write good or bad in the place of {{satisfaction.current_rating}}.`,
}
