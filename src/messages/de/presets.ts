import type { Messages } from '../shape.js'

/** Wo URL und Secret in den Tools stehen, die als Datei dabei sind (src/surveys/presets). */
export const presets: Messages['tools']['presets'] = {
  asknicely: () =>
    'In AskNicely Settings, Integrations, Webhooks öffnen: die URL einfügen und den Header Authorization mit Bearer und dem Secret hinzufügen.',
  cloudevents: () =>
    'CloudEvents (structured, batch oder binary) an diese URL schicken, mit dem Header Authorization: Bearer und dem Secret; ihre Daten haben die Felder, die docs/sources.md nennt.',
  delighted: () =>
    'Delighted selbst gibt es nicht mehr. In dem, was noch in seinem Format sendet, die URL einfügen; das Secret ist der Schlüssel, mit dem es signiert.',
  helpscout: () =>
    'In Help Scout Manage, Apps, Webhooks öffnen: URL und Secret einfügen und das Ereignis für Zufriedenheitsbewertungen wählen.',
  hubspot: () =>
    'In HubSpot einem Workflow die Aktion zum Senden eines Webhooks geben: POST, die URL, signiert von der eigenen App, mit den Eigenschaften, die docs/sources.md nennt. Das Secret ist das Client Secret der App, und HEARD_PUBLIC_URL muss die Adresse sein, an die HubSpot schickt, denn sie wird mitsigniert.',
  limesurvey: () =>
    'In LimeSurvey das Plugin LimeSurveyWebhook aktivieren und die URL eintragen, und das Secret als API-Token.',
  posthog: () =>
    'In PostHog die Benachrichtigungen der Umfrage öffnen (oder Data pipeline, Destinations, HTTP Webhook für das Ereignis „survey sent“): die URL einfügen und den Header Authorization mit Bearer und dem Secret hinzufügen.',
  review: () =>
    'Was die Bewertungen beobachtet, an diese URL schicken lassen, mit dem Header Authorization: Bearer und dem Secret; docs/sources.md nennt die Felder.',
  satismeter: () =>
    'In SatisMeter Settings, Integrations, Webhooks öffnen: die URL einfügen. SatisMeter signiert nichts: nur die URL hält andere fern.',
  segment: () =>
    'In Segment das Ziel Webhooks anlegen: die URL einfügen, das Secret als Shared Secret; Antworten als Track-Ereignisse mit den Eigenschaften schicken, die docs/sources.md nennt.',
  surveysparrow: () =>
    'In SurveySparrow die Umfrage öffnen, Integrate, Webhooks: die URL einfügen und das Ereignis für abgeschlossene Antworten wählen. Es wird nichts signiert: nur die URL hält andere fern.',
  survicate: () =>
    'In Survicate Settings, Developers, Webhooks öffnen: die URL einfügen und das Ereignis für beantwortete Fragen wählen. Das Secret ist das angezeigte Signing Secret.',
  wootric: () =>
    'In Wootric Settings, Integrations, Webhooks öffnen: die URL einfügen. Das Secret ist das Account Token (NPS-...), das in jeder Lieferung steht.',
}
