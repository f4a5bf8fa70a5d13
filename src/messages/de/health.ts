import type { Messages } from '../shape.js'

type Health = Messages['cli']['health']
type Facts = Parameters<Health['findings']['database']>[0]

function waiting(what: string, d: Facts, todo: string) {
  const stuck = `${d.stuck} können nicht hinaus (${d.error})`
  const idle = d.error === 'no_worker'
  return {
    what,
    detail:
      d.stuck === 0 ? `${d.due} unterwegs` : idle ? `${d.stuck} warten, und niemand bearbeitet sie` : stuck,
    todo: idle ? 'Heard starten, mit HEARD_ROLE=all oder worker.' : todo,
  }
}

/** Why requests of a source were refused, and what to do. `source` is quoted for a shell. */
const refusals: Record<string, (source: string) => [why: string, todo: string]> = {
  wrong_type: () => [
    'mit einem Inhaltstyp, den sie nicht annimmt',
    'Das Tool so einstellen, dass es JSON als application/json schickt',
  ],
  no_secret: (source) => [
    'abgelehnt, weil sie noch kein Secret hat',
    `Das Secret übernehmen, das das Tool zeigt: npm run heard -- source secret add --source ${source} --secret ...`,
  ],
  bad_signature: (source) => [
    'mit falscher Signatur',
    `Das Secret im Tool mit dem von source add vergleichen, oder ein neues geben: npm run heard -- source secret add --source ${source}`,
  ],
}

/** What the watchdog found. `source` is quoted for a shell. */
const watched: Record<string, (d: Facts, source: string) => [detail: string, todo: string]> = {
  silent: (d, source) => [
    `still seit ${d.hours} h, seit ${d.since}: länger, als ihr Rhythmus erklärt`,
    `Nachsehen, ob der Webhook des Tools an ist und die Umfrage läuft; was zuletzt kam: npm run heard -- deliveries --source ${source} --limit 1`,
  ],
  ignored: (d, source) => [
    `${d.count} Zustellungen hintereinander ohne Antwort, seit ${d.since}`,
    `Ein Filter, der nie passt? npm run heard -- deliveries --source ${source}`,
  ],
  unusable: (d, source) => [
    `${d.count} Zustellungen hintereinander waren nicht zu verstehen, seit ${d.since}`,
    `Ansehen, warum, die Quelle berichtigen, dann übernehmen: npm run heard -- deliveries --rejected --source ${source}; npm run heard -- replay --since 7d --source ${source}`,
  ],
}

/** What `heard health` says. */
export const health: Health = {
  about: 'Prüfen, was Heard braucht, und sagen, was zu tun ist, wo etwas nicht stimmt',
  examples: `
Beispiele:
  npm run heard -- health`,
  ok: (what, detail) => `gut      ${what}${detail === '' ? '' : `: ${detail}`}`,
  bad: (what, detail, todo) => `FALSCH   ${what}: ${detail}\n         -> ${todo}`,
  note: (what, detail, todo) => `Hinweis  ${what}: ${detail}\n         -> ${todo}`,
  noSlack: 'nicht verbunden',
  connectSlack:
    'SLACK_BOT_TOKEN und SLACK_SIGNING_SECRET oder SLACK_APP_TOKEN setzen: siehe „Connect Slack“ im README.',
  install: (publicUrl) => `${publicUrl}/slack/install im Browser öffnen und Heard im Team installieren.`,
  gone: (team, reason) =>
    reason === 'app_uninstalled'
      ? `das Team ${team} hat Heard deinstalliert (app_uninstalled); seine Karten warten`
      : `das Team ${team} hat das Token von Heard zurückgenommen (${reason ?? 'kein Token'}); seine Karten warten`,
  notRenewed: (team, error) => `das Token für das Team ${team} ließ sich nicht erneuern (${error})`,
  renewal: (publicUrl) =>
    `Es wird von selbst wieder versucht. Steht dort invalid_refresh_token, Heard neu installieren: ${publicUrl}/slack/install`,
  allWell: 'Alles gut.',
  needsYou: (n) => `Zu tun: ${n}.`,
  findings: {
    database: (d) => ({
      what: 'Datenbank',
      detail: `PostgreSQL ${d.version}, ${d.migrations} Migration(en)`,
      todo: '',
    }),
    sources: (d) => ({
      what: 'Umfrage-Tools',
      detail: d.sources === 0 ? 'keines ist angebunden' : `${d.sources} angebunden`,
      todo: 'Eines anbinden: npm run heard -- source add --help',
    }),
    questions: (d) => ({
      what: 'Fragen',
      detail:
        d.questions === 0
          ? 'jede Zahl hat eine Bedeutung'
          : `${d.answers} Antworten auf ${d.questions} Frage(n) zählen nicht`,
      todo: 'Sagen, was die Zahlen bedeuten: npm run heard -- question list, dann question bind',
    }),
    routes: (d) => ({
      what: 'Routen',
      detail:
        d.routes === 0
          ? 'kein Kanal erfährt über eine eigene Route von Alarmen'
          : `${d.routes}, über den Rest entscheidet der Home-Kanal`,
      todo: 'Einen Home-Kanal setzen, für Hinweise und alles ohne Route: npm run heard -- workspace set --home-channel C...',
    }),
    bindings: (d) =>
      waiting(
        'Festlegungen',
        d,
        'Was auf sie wartet, wird von selbst gezählt; was schiefgeht, steht im Log.',
      ),
    fetches: (d) =>
      waiting(
        'Antworten, die zu holen sind',
        d,
        'Ihre Karten führen solange ins Tool. Das Token der API prüfen: npm run heard -- source set <name> --api-token ...',
      ),
    homes: (d) =>
      waiting(
        'Home-Tabs',
        d,
        'Siehe die Zeilen zu Slack; der Home-Tab der App muss eingeschaltet sein (Manifest).',
      ),
    alerts: (d) => waiting('Alarme', d, 'no_channel heißt: npm run heard -- route set --channel C...'),
    cards: (d) =>
      waiting(
        'Karten',
        d,
        'Siehe die Zeilen zu Slack; was wartet, geht von selbst hinaus, sobald die Ursache behoben ist.',
      ),
    summaries: (d) =>
      waiting(
        'Sammelmeldungen',
        d,
        'Siehe die Zeilen zu Slack; was wartet, geht von selbst hinaus, sobald die Ursache behoben ist.',
      ),
    notices: (d) =>
      waiting('Hinweise', d, 'Einen Home-Kanal setzen: npm run heard -- workspace set --home-channel C...'),
    refused: (d) => {
      const [why = '', todo = ''] = refusals[`${d.reason}`]?.(JSON.stringify(d.source)) ?? []
      return {
        what: `Quelle „${d.source}“`,
        detail: `${d.count} Anfrage(n) ${why}, zuletzt vor ${d.minutes} Min.`,
        todo,
      }
    },
    watch: (d) => {
      const [detail = '', todo = ''] = watched[`${d.kind}`]?.(d, JSON.stringify(d.source)) ?? []
      return { what: `Quelle „${d.source}“`, detail, todo }
    },
    trouble: (d) => ({
      what: d.channel === '' ? 'Zustellung an Slack' : `Zustellung in den Kanal ${d.channel}`,
      detail: `abgelehnt seit ${d.minutes} min (${d.problem}), es warten ${d.waiting}`,
      todo: `${d.todo} Heard sieht mindestens jede Minute nach, ob es wieder geht; was wartet, geht dann von selbst hinaus.`,
    }),
    slack: (d) => ({
      what: 'Slack',
      detail: d.error === '' ? `verbunden mit dem Team ${d.team}` : `${d.error}`,
      todo: `${d.todo}`,
    }),
    channel: (d) => ({
      what: `Kanal ${d.channel}`,
      detail: d.error === '' ? 'Heard kann dort posten' : `${d.error}`,
      todo: `${d.todo}`,
    }),
  },
}
