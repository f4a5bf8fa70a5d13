import type { Messages } from '../shape.js'
import { presets } from './presets.js'

const bands = { good: 'guten', bad: 'schlechten' }

/** Why something could not be set up. */
export const setup: Messages['setup'] = {
  noSource: (name) => `Es gibt keine Quelle „${name}“. Alle zeigt: npm run heard -- source list`,
  noSourceKind: (kind, kinds) =>
    `Die Art von Quelle „${kind}“ gibt es nicht. Möglich sind: ${kinds.join(', ')}.`,
  unknownSourceKind: (kind) => `Diese Version von Heard kennt die Art von Quelle „${kind}“ nicht.`,
  nameTaken: (name) => `Eine Quelle „${name}“ gibt es schon. Bitte einen anderen --name wählen.`,
  sameSecret: () => '--secret: dieses Secret hat die Quelle schon.',
  secretFromTool: (tool) => `--secret ist nötig: ${tool} erzeugt das Secret selbst. Von dort kopieren.`,
  signsNothing: (tool) =>
    `--secret nützt nichts: ${tool} signiert nichts. Die Webhook-URL ist das Geheimnis; wurde sie bekannt, braucht es eine neue.`,
  noApi: (tool) =>
    `${tool} schickt die Antworten mit dem Webhook: es gibt nichts zu holen, und kein Token ist nötig.`,
  apiTokenShape: () => '--api-token: ein Token hat keine Leerzeichen und nur Buchstaben ohne Akzente.',
  tooManySecrets: (most) =>
    `Die Quelle hat schon ${most} Secrets. Erst das älteste entfernen: source secret drop --oldest`,
  onlySecret: () => 'Das ist ihr einziges Secret. Erst das neue hinzufügen: source secret add',
  noWorkspace: () => 'Diesen Workspace gibt es nicht.',
  noTimeZone: () =>
    'Die Zeitzone dieses Workspaces gibt es nicht. Eine andere setzen mit: heard workspace set',

  question: {
    isBound: (key) =>
      `„${key}“ ist schon festgelegt: Es wurde danach gezählt. Bitte stattdessen neu festlegen.`,
    notIgnored: (key) => `„${key}“ ist nicht als „kein Wert“ festgehalten.`,
    otherBandNeeded: (given, missing) =>
      `${missing} ist auch nötig: mit ${given} allein wäre das andere Ende geraten.`,
    endsNeeded: () => '--min und --max sind nötig: die beiden Enden der Skala.',
    directionNeeded: () =>
      '--direction ist nötig: ist die höchste Zahl das gute Ende („war leicht“: high_is_good) oder das schlechte („wie viel Mühe“: low_is_good)?',
  },

  scale: {
    noUsualBands: (metric, min, max) =>
      `Für ${metric.toUpperCase()} auf ${min}-${max} gibt es keine üblichen Grenzen. Bitte sagen, welche Antworten als gut und welche als schlecht zählen.`,
    bandNoRange: (band) =>
      `Die ${bands[band]} Antworten müssen ein Bereich ganzer Zahlen sein, von niedrig bis hoch.`,
    bandOutside: (band, min, max) =>
      `Die ${bands[band]} Antworten müssen innerhalb von ${min}-${max} liegen.`,
    bandsOverlap: (highIsGood) =>
      `Gute und schlechte Antworten überschneiden sich oder liegen an den falschen Enden: auf dieser Skala gilt ${highIsGood ? 'hoch ist gut' : 'niedrig ist gut'}.`,
    noRange: () =>
      'Die Skala muss von einer niedrigeren zu einer höheren ganzen Zahl laufen, etwa 1-5, zwischen -100 und 100.',
    npsScale: () =>
      'NPS wird auf 0-10 gefragt, und hoch ist gut. Eine andere Skala ist eine andere Frage: als csat oder ces festlegen, oder auf 0-10 fragen.',
    npsBands: () => 'NPS hat feste Gruppen: 9-10 Promotoren, 7-8 Passive, 0-6 Detraktoren.',
  },
}

/** Where each tool shows or takes the URL and the secret: a sentence or two. */
export const tools: Messages['tools'] = {
  presets,
  canonical: () =>
    'Das JSON-Ereignis an diese URL schicken und nach Standard Webhooks mit dem Secret signieren; für jede Sprache gibt es eine Bibliothek.',
  chatwoot: () =>
    'In Chatwoot Settings, Integrations, Webhooks, Configure, Add new webhook öffnen: die URL einfügen und „Message updated“ ankreuzen; der Posteingang braucht „Enable CSAT“. Versionen, die signieren, zeigen das Secret des Webhooks. Ältere signieren nicht: ohne Secret nimmt Heard auch Unsigniertes an, und nur die URL hält andere fern.',
  formbricks: () =>
    'In Formbricks Configuration, Integrations, Manage Webhooks, Add Webhook öffnen: die URL einfügen, alle drei Auslöser ankreuzen (response created, updated und finished), die Umfragen wählen und anlegen. Laufen beide Produkte in einem privaten Netz, braucht Formbricks außerdem DANGEROUSLY_ALLOW_WEBHOOK_INTERNAL_URLS=1 in seiner Umgebung.',
  declared: (title) =>
    `In ${title} die Einstellungen der Webhooks öffnen: die URL einfügen und, wo danach gefragt wird, das Secret.`,
  intercom: () =>
    'Im Developer Hub von Intercom die App öffnen, Webhooks: die URL einfügen und conversation.rating.added und ticket.rating.provided abonnieren. Das Secret ist das Client Secret der App (Basic information).',
  jotform: () =>
    'In Jotform das Formular öffnen, Settings, Integrations, WebHooks: die URL einfügen und abschließen. Jotform signiert nichts: nur die URL hält andere fern. Die Frage nach dem Kommentar sollte den eindeutigen Namen „comment“ haben (unter Advanced), die zum Kunden „email“, „name“ oder „customerId“.',
  qualtrics: () =>
    'Zwei Wege. Event Subscription (API): publicationUrl ist die URL, topics surveyengine.completedResponse.<Umfrage-ID>, sharedKey ist das Secret, encrypt bleibt aus; sie meldet nur, dass eine Antwort kam, also Heard ein API-Token geben, damit es sie holt. Workflow (ohne API): ein Web Service Task, POST, JSON, an die URL, mit dem Header Authorization: Bearer und dem Secret, und als Inhalt die Schlüssel response_id, survey, score, comment, email, name und customer_id als Piped Text; eine Zahl mit anderem Namen heißt score_ und dieser Name.',
  surveymonkey: () =>
    'Bei SurveyMonkey eine App anlegen (developer.surveymonkey.com) und über deren API einen Webhook: event_type response_completed (und response_updated, response_deleted), object_type survey, subscription_url die URL. Das Secret sind Client ID und Client Secret der App mit einem Und-Zeichen (&) dazwischen. Der Webhook meldet nur, dass eine Antwort kam: Heard ein Zugriffstoken der App geben (Rechte View Surveys und View Response Details), damit es sie holt; sonst gibt es nur eine Karte mit einem Link.',
  tally: () =>
    'In Tally das Formular öffnen, Integrations, Webhooks, Connect: die URL einfügen, das Secret als Signing Secret eintragen und verbinden.',
  typeform: () =>
    'In Typeform das Formular öffnen, Connect, Webhooks, Add a webhook: die URL einfügen, dann Edit, Secret: das Secret einfügen, und den Webhook einschalten.',
  zendesk: (template) =>
    `Im Admin Center von Zendesk Apps and integrations, Webhooks, Create webhook, Trigger or automation öffnen: die URL einfügen, POST, JSON; dann zeigt Zendesk das Signing Secret. Einen Ticket-Auslöser anlegen, der diesen Webhook ruft, wenn die Zufriedenheit auf Gut, Gut mit Kommentar, Schlecht oder Schlecht mit Kommentar wechselt, mit diesem Inhalt:

${template}

Zendesk schreibt die Bewertung in der Sprache des Kunden. Für andere Sprachen als Deutsch und Englisch zwei Auslöser anlegen, einen für gute und einen für schlechte Bewertungen, und statt {{satisfaction.current_rating}} good oder bad hineinschreiben.`,
}
