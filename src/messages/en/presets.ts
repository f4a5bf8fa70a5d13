/** Where URL and secret go in the tools that come as files (src/surveys/presets), by kind. */
export const presets = {
  asknicely: (): string =>
    'In AskNicely open Settings, Integrations, Webhooks: paste the URL, and add the header Authorization with Bearer and the secret.',
  cloudevents: (): string =>
    'Post CloudEvents (structured, batch or binary) to this URL with the header Authorization: Bearer and the secret; their data has the fields that docs/sources.md names.',
  delighted: (): string =>
    'Delighted itself has ended. Whatever sends in its format: paste the URL; the secret is the key that it signs with.',
  helpscout: (): string =>
    'In Help Scout open Manage, Apps, Webhooks: paste the URL and the secret, and choose the event satisfaction ratings.',
  hubspot: (): string =>
    "In HubSpot add the action Send a webhook to a workflow: POST, the URL, signed by your app, with the properties that docs/sources.md names. The secret is the app's client secret, and HEARD_PUBLIC_URL must be the address that HubSpot posts to, since it is signed too.",
  limesurvey: (): string =>
    'In LimeSurvey activate the plugin LimeSurveyWebhook, and enter the URL, and the secret as its API token.',
  posthog: (): string =>
    'In PostHog open the survey\'s notifications (or Data pipeline, Destinations, HTTP Webhook for the event "survey sent"): paste the URL, and add the header Authorization with Bearer and the secret.',
  review: (): string =>
    'Let whatever watches your reviews post to this URL with the header Authorization: Bearer and the secret; docs/sources.md names the fields.',
  satismeter: (): string =>
    'In SatisMeter open Settings, Integrations, Webhooks: paste the URL. SatisMeter signs nothing: the URL is all that keeps others out.',
  segment: (): string =>
    'In Segment add the destination Webhooks: paste the URL, and the secret as its shared secret; send survey answers as track events with the properties that docs/sources.md names.',
  surveysparrow: (): string =>
    'In SurveySparrow open the survey, Integrate, Webhooks: paste the URL and choose the event of a completed submission. It is not signed: the URL is all that keeps others out.',
  survicate: (): string =>
    'In Survicate open Settings, Developers, Webhooks: paste the URL and choose the event question answered. The secret is the signing secret that it shows.',
  wootric: (): string =>
    'In Wootric open Settings, Integrations, Webhooks: paste the URL. The secret is the account token (NPS-...), which stands in every delivery.',
}
