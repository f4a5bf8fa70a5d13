import type { ViewMetric } from '../../chat/views.js'

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
    `--secret is needed: ${tool} makes the secret itself. Copy it from there (it starts with whsec_).`,
  signsNothing: (tool: string): string =>
    `--secret is of no use: ${tool} signs nothing. Its webhook URL is the secret: make another one if it became known.`,
  tooManySecrets: (most: number): string =>
    `The source has ${most} secrets already. Drop the oldest first: source secret drop --oldest`,
  onlySecret: (): string => 'That is its only secret. Add the new one first: source secret add',
  noWorkspace: (): string => 'There is no such workspace.',
  noTimeZone: (): string =>
    'The time zone of this workspace does not exist. Set another one with: heard workspace set',

  question: {
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
  canonical: (): string =>
    'Post the JSON event to this URL and sign it by Standard Webhooks with the secret; every language has a library for it.',
  formbricks: (): string =>
    'In Formbricks open Configuration, Integrations, Manage Webhooks, Add Webhook: paste the URL, tick all three triggers (response created, updated and finished), choose the surveys, and create it. Where both products run on one private network, Formbricks also needs DANGEROUSLY_ALLOW_WEBHOOK_INTERNAL_URLS=1 in its environment.',
  declared: (title: string): string =>
    `In ${title} open the settings of its webhooks: paste the URL and, where it asks for one, the secret.`,
  typeform: (): string =>
    'In Typeform open the form, Connect, Webhooks, Add a webhook: paste the URL, then Edit, Secret: paste the secret, and switch the webhook on.',
}
